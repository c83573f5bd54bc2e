import { mkdirSync, writeFileSync } from 'node:fs';
import { ApiClient } from '../../../src/entry/cli/api-client.ts';
import { example, linesOf, readExample, schema } from '../../support/diamonds.ts';
import { startTestServer } from '../../support/start-server.ts';
import type { Place } from '../place.ts';
import type { Remedy } from '../remedy.ts';
import { sharedServer, userOf } from '../shared-server.ts';

const [row = ''] = linesOf(readExample('requests.csv'));
const header = 'carat,cut,color,clarity,depth,table,x,y,z';

/** `catenary invoke prices --input NAME` of a file with this text, which is answered. */
const invokes =
  (text: string | Buffer, name = 'rows.csv', ...args: readonly string[]) =>
  async (place: Place) => {
    writeFileSync(place.path(name), text);
    return place.success(['invoke', 'prices', '--input', name, ...args], { env: userOf(await sharedServer()) });
  };

/** `catenary ...` that is answered, with a rows.csv in the user's folder. */
const asks =
  (...args: readonly string[]) =>
  async (place: Place) => {
    writeFileSync(place.path('rows.csv'), `${row}\n`);
    return place.success(args, { env: userOf(await sharedServer()) });
  };

/** A request is refused, and `catenary logs prices` shows that. */
const showsRefusal =
  (...args: readonly string[]) =>
  async (place: Place) => {
    writeFileSync(place.path('none.csv'), 'none\n');
    await place.refusal(['invoke', 'prices', '--input', 'none.csv'], { env: userOf(await sharedServer()) });
    const shown = await asks('logs', 'prices', ...args)(place);
    if (!shown.includes('failed with 400 at container 1 of 2')) throw new Error(shown);
  };

/** A client with what `catenary env` prints. */
async function withPrintedKeys(place: Place): Promise<unknown> {
  const lines = await place.success(['env'], { env: userOf(await sharedServer()) });
  const valueOf = (name: string) => new RegExp(`export ${name}='?([^'\\n]+)`).exec(lines)?.[1] ?? '';
  const keys = { accessKeyId: valueOf('AWS_ACCESS_KEY_ID'), secretAccessKey: valueOf('AWS_SECRET_ACCESS_KEY') };
  return new ApiClient(valueOf('AWS_ENDPOINT_URL'), keys, 'us-east-1').operation('ListModels', {});
}

const sent =
  (path: string, body = '') =>
  async () =>
    (await sharedServer()).client.send({ method: 'PUT', path, service: 's3', ...(body === '' ? {} : { body }) });

export const askingRemedies: readonly Remedy[] = [
  {
    done: '`catenary invoke prices`, where no server runs',
    words: 'Start one: catenary serve --data',
    async follow(place) {
      const server = await startTestServer({ data: place.path('data') });
      await place.success(['status', '--data', place.path('data')], { env: userOf(server) });
      await server.stop();
    },
  },
  {
    done: '`catenary invoke prizes`, where there is an endpoint `prices`',
    words: 'Did you mean prices?',
    follow: invokes(row),
  },
  {
    done: '`catenary invoke prices --input row.csv`, where there is a rows.csv',
    words: 'did you mean rows.csv?',
    follow: invokes(row),
  },
  {
    done: '`catenary status --data notes.txt`, which is a file',
    words: '--data names another one',
    async follow(place) {
      const server = await sharedServer();
      return place.success(['status', '--data', server.data], { env: userOf(server) });
    },
  },
  {
    done: '`catenary status "my prices"`, a name with a space',
    words: 'letters, digits and hyphens',
    follow: asks('status', 'prices'),
  },
  {
    done: '`catenary invoke prices --content-type täxt/csv`',
    words: 'a media type such as text/csv',
    follow: invokes(row, 'rows.csv', '--content-type', 'text/csv'),
  },
  {
    done: '`catenary load prices --svg out/times.svg`, where there is no folder `out`',
    words: 'there is no folder out',
    follow(place) {
      mkdirSync(place.path('out'));
      const load = ['load', 'prices', '--rows', 'rows.csv', '--rate', '10', '--duration', '1'];
      return asks(...load, '--svg', 'out/times.svg')(place);
    },
  },
  {
    done: '`catenary trace prices`, without a row',
    words: "required option '--input <file>'",
    follow: asks('trace', 'prices', '--input', 'rows.csv'),
  },
  {
    done: '`catenary logs prizes`, where there is an endpoint `prices`',
    words: 'Did you mean prices?',
    follow: asks('status', 'prices'),
  },
  {
    done: '`catenary logs prices`, whose containers are native and have refused nothing yet',
    words: 'native ones write down the requests that they refuse',
    follow: showsRefusal(),
  },
  {
    done: '`catenary logs prices --since yesterday`',
    words: '--since must be a time such as 90s',
    follow: showsRefusal('--since', '90s'),
  },
  {
    done: '`catenary jobs nightly`, where there is no such job',
    words: 'catenary jobs lists those that there are',
    follow: asks('jobs'),
  },
  {
    done: '`catenary load prices --rows rows.csv`, without a rate',
    words: 'Name either --rate (requests a second)',
    follow: asks('load', 'prices', '--rows', 'rows.csv', '--rate', '20', '--duration', '5'),
  },
  {
    done: '`catenary load prices --rows rows.csv --rate 0`',
    words: 'a whole number from 1 to 100000',
    follow: asks('load', 'prices', '--rows', 'rows.csv', '--rate', '1', '--duration', '5'),
  },
  {
    done: '`catenary load prices --rows row.csv --rate 10`, where there is a rows.csv',
    words: 'did you mean rows.csv?',
    follow: asks('load', 'prices', '--rows', 'rows.csv', '--rate', '10', '--duration', '5'),
  },
  {
    done: 'a file whose name does not tell its type',
    words: 'name it with --content-type, for example text/csv',
    follow: invokes(row, 'rows.dat', '--content-type', 'text/csv'),
  },
  {
    done: '`--content-type application/xml`',
    words: 'Content-Type must be text/csv, application/json or application/jsonlines',
    follow: invokes(row, 'rows.csv', '--content-type', 'text/csv'),
  },
  {
    done: 'a row that lacks a column',
    words: 'The record has 8 cells, but the schema 9',
    follow: invokes(`${row}\n${row}\n`),
  },
  { done: 'a text in a column of numbers', words: 'For input string: "light"', follow: invokes(row) },
  {
    done: 'a header in the request',
    words: '(catenary invoke --header)',
    follow: invokes(`${header}\n${row}\n`, 'rows.csv', '--header'),
  },
  {
    done: 'a file with semicolons',
    words: 'write commas between cells and numbers with a point',
    follow: invokes(row),
  },
  {
    done: 'a file in UTF-16, as Excel saves it',
    words: 'write it as UTF-8',
    follow: invokes(Buffer.from(`${row}\n`, 'utf8')),
  },
  {
    done: 'a request of 7 MB',
    words: 'Use batch transform for more',
    follow(place) {
      writeFileSync(place.path('rows.csv'), `${row}\n`.repeat(7e6 / row.length));
      const models = ['--model', example('sparkml/model.tar.gz'), '--env', `SAGEMAKER_SPARKML_SCHEMA=${schema()}`];
      const chain = [...models, '--model', example('xgboost/model.tar.gz')];
      return place.success(['transform', ...chain, '--input', 'rows.csv', '--output', 'answers']);
    },
  },
  {
    done: 'CreateModel with a model that is not in its bucket',
    words: 'upload it first',
    async follow() {
      const { client } = await sharedServer();
      const body = readExample('xgboost/model.tar.gz');
      await client.send({ method: 'PUT', path: '/diamonds/found.tar.gz', service: 's3', body });
      const PrimaryContainer = { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://diamonds/found.tar.gz' };
      return client.operation('CreateModel', { ModelName: 'found', PrimaryContainer });
    },
  },
  {
    done: 'CreateModel with the name `my_model`',
    words: 'Member must satisfy regular expression pattern: [a-zA-Z0-9]([\\-a-zA-Z0-9]*[a-zA-Z0-9])?',
    follow: async () =>
      (await sharedServer()).client.operation('CreateModel', {
        ModelName: 'my-model',
        PrimaryContainer: { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://diamonds/xgboost.tar.gz' },
      }),
  },
  {
    done: 'a client with the secret key of another server',
    words: 'catenary env prints the pair of this server',
    follow: withPrintedKeys,
  },
  {
    done: 'a client with an access key that the server does not know',
    words: 'catenary env prints the one that is',
    follow: withPrintedKeys,
  },
  {
    done: '`catenary status`, with another `AWS_ACCESS_KEY_ID` than the server was given by its environment',
    words: 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to the same pair',
    follow: asks('status'),
  },
  {
    done: '`catenary status`, with another `AWS_SECRET_ACCESS_KEY` than the server was given by its environment',
    words: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to the pair that the server was started with',
    follow: asks('status'),
  },
  {
    done: '`catenary env`, with another `AWS_SECRET_ACCESS_KEY` than the server was given by its environment',
    words: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to the pair that the server was started with',
    follow: asks('env'),
  },
  {
    done: 'a client whose clock is an hour slow',
    words: 'Their clocks may differ by 15 minutes: set the one that is wrong',
    follow: async () => (await sharedServer()).client.send({ method: 'GET', path: '/', service: 's3' }),
  },
  {
    done: 'a bucket with the name `m`',
    words: 'A name has 3 to 63 lower-case letters, digits, hyphens and dots',
    follow: sent('/mmm'),
  },
  {
    done: 'an upload to a bucket that there is not',
    words: 'The bucket none does not exist',
    async follow() {
      await sent('/none')();
      await sent('/none/key', 'x')();
      const { client } = await sharedServer();
      for (const path of ['/none/key', '/none']) await client.send({ method: 'DELETE', path, service: 's3' });
    },
  },
];
