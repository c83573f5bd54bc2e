import { writeFileSync } from 'node:fs';
import { ApiClient } from '../../src/entry/cli/api-client.ts';
import { errorMessageOf } from '../../src/entry/cli/error-message-of.ts';
import { signRequest } from '../../src/entry/cli/sign-request.ts';
import { linesOf, readExample } from '../support/diamonds.ts';
import { credentials } from '../support/start-server.ts';
import { messageOf } from './message-of.ts';
import type { MistakeGroup } from './mistake.ts';
import type { Place } from './place.ts';
import { sharedServer, userOf } from './shared-server.ts';

const [row = ''] = linesOf(readExample('requests.csv'));

/** `catenary invoke prices --input NAME` of a file with this text. */
const invoked =
  (text: string | Buffer, name = 'rows.csv', ...args: readonly string[]) =>
  async (place: Place) => {
    writeFileSync(place.path(name), text);
    const server = await sharedServer();
    return place.refusal(['invoke', 'prices', '--input', name, ...args], { env: userOf(server) });
  };

/** `catenary ...` of a user of the server. */
const asked =
  (...args: readonly string[]) =>
  async (place: Place) =>
    place.refusal(args, { env: userOf(await sharedServer()) });

/** `catenary ...` of a user whose environment has something else. */
const askedWith =
  (other: NodeJS.ProcessEnv, ...args: readonly string[]) =>
  async (place: Place) => {
    const server = await sharedServer();
    const said = await place.refusal(args, { env: { ...userOf(server), ...other } });
    return said.replaceAll(server.url, 'http://127.0.0.1:4747').replaceAll(server.data, '/home/me/data');
  };

/** The same, with a rows.csv in the user's folder. */
const askedWithRows =
  (...args: readonly string[]) =>
  (place: Place) => {
    writeFileSync(place.path('rows.csv'), `${row}\n`);
    return asked(...args)(place);
  };

/** A call of a client that is not the CLI. */
const called = (call: (client: ApiClient) => Promise<unknown>) => async () =>
  messageOf(call((await sharedServer()).client));

/** Requests that an endpoint, or the server, refuses. */
export const asking: MistakeGroup = {
  title: 'Asking',
  mistakes: [
    {
      done: '`catenary invoke prices`, where no server runs',
      own: ['rows.csv'],
      provoke(place) {
        writeFileSync(place.path('rows.csv'), `${row}\n`);
        return place.refusal(['invoke', 'prices', '--input', 'rows.csv', '--data', place.path('data')]);
      },
    },
    {
      done: '`catenary status --data notes.txt`, which is a file',
      own: ['notes.txt'],
      provoke(place) {
        writeFileSync(place.path('notes.txt'), 'my notes\n');
        return place.refusal(['status', '--data', 'notes.txt']);
      },
    },
    {
      done: '`catenary status`, with another `AWS_ACCESS_KEY_ID` than the server was given by its environment',
      provoke: askedWith({ AWS_ACCESS_KEY_ID: 'AKIAOTHER' }, 'status'),
    },
    {
      done: '`catenary status`, with another `AWS_SECRET_ACCESS_KEY` than the server was given by its environment',
      provoke: askedWith({ AWS_SECRET_ACCESS_KEY: 'another' }, 'status'),
    },
    {
      done: '`catenary env`, with another `AWS_SECRET_ACCESS_KEY` than the server was given by its environment',
      provoke: askedWith({ AWS_SECRET_ACCESS_KEY: 'another' }, 'env'),
    },
    {
      done: '`catenary status "my prices"`, a name with a space',
      provoke: asked('status', 'my prices'),
    },
    {
      done: '`catenary invoke prices --content-type täxt/csv`',
      own: ['rows.csv'],
      provoke: askedWithRows('invoke', 'prices', '--input', 'rows.csv', '--content-type', 'täxt/csv'),
    },
    {
      done: '`catenary load prices --svg out/times.svg`, where there is no folder `out`',
      own: ['rows.csv'],
      provoke: askedWithRows('load', 'prices', '--rows', 'rows.csv', '--rate', '10', '--svg', 'out/times.svg'),
    },
    {
      done: '`catenary invoke prizes`, where there is an endpoint `prices`',
      own: ['rows.csv'],
      async provoke(place) {
        writeFileSync(place.path('rows.csv'), `${row}\n`);
        return place.refusal(['invoke', 'prizes', '--input', 'rows.csv'], { env: userOf(await sharedServer()) });
      },
    },
    {
      done: '`catenary invoke prices --input row.csv`, where there is a rows.csv',
      own: ['rows.csv'],
      async provoke(place) {
        writeFileSync(place.path('rows.csv'), `${row}\n`);
        return place.refusal(['invoke', 'prices', '--input', 'row.csv'], { env: userOf(await sharedServer()) });
      },
    },
    { done: '`catenary trace prices`, without a row', provoke: asked('trace', 'prices') },
    { done: '`catenary logs prizes`, where there is an endpoint `prices`', provoke: asked('logs', 'prizes') },
    {
      done: '`catenary logs prices`, whose containers are native and have refused nothing yet',
      provoke: asked('logs', 'prices'),
    },
    { done: '`catenary logs prices --since yesterday`', provoke: asked('logs', 'prices', '--since', 'yesterday') },
    { done: '`catenary jobs nightly`, where there is no such job', provoke: asked('jobs', 'nightly') },
    {
      done: '`catenary load prices --rows rows.csv`, without a rate',
      own: ['rows.csv'],
      provoke: askedWithRows('load', 'prices', '--rows', 'rows.csv'),
    },
    {
      done: '`catenary load prices --rows rows.csv --rate 0`',
      own: ['rows.csv'],
      provoke: askedWithRows('load', 'prices', '--rows', 'rows.csv', '--rate', '0'),
    },
    {
      done: '`catenary load prices --rows row.csv --rate 10`, where there is a rows.csv',
      own: ['rows.csv'],
      provoke: askedWithRows('load', 'prices', '--rows', 'row.csv', '--rate', '10'),
    },
    { done: 'a file whose name does not tell its type', own: ['rows.dat'], provoke: invoked(row, 'rows.dat') },
    {
      done: '`--content-type application/xml`',
      own: ['rows.csv'],
      provoke: invoked(row, 'rows.csv', '--content-type', 'application/xml'),
    },
    {
      done: 'a row that lacks a column',
      own: ['rows.csv'],
      provoke: invoked(`${row}\n${row.slice(0, row.lastIndexOf(','))}\n`),
    },
    { done: 'a text in a column of numbers', own: ['rows.csv'], provoke: invoked(row.replace(/^[\d.]+/, 'light')) },
    {
      done: 'a header in the request',
      own: ['rows.csv'],
      provoke: invoked(`carat,cut,color,clarity,depth,table,x,y,z\n${row}\n`),
    },
    { done: 'a file with semicolons', own: ['rows.csv'], provoke: invoked(row.replaceAll(',', ';')) },
    {
      done: 'a file in UTF-16, as Excel saves it',
      own: ['rows.csv'],
      provoke: invoked(Buffer.from(`\uFEFF${row}\n`, 'utf16le')),
    },
    { done: 'a request of 7 MB', own: ['rows.csv'], provoke: invoked(`${row}\n`.repeat(7e6 / row.length)) },
    {
      done: 'CreateModel with a model that is not in its bucket',
      provoke: called((client) =>
        client.operation('CreateModel', {
          ModelName: 'lost',
          PrimaryContainer: { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://diamonds/lost.tar.gz' },
        }),
      ),
    },
    {
      done: 'CreateModel with the name `my_model`',
      provoke: called((client) =>
        client.operation('CreateModel', { ModelName: 'my_model', PrimaryContainer: { Image: 'kmeans:1' } }),
      ),
    },
    {
      done: 'a client with the secret key of another server',
      async provoke() {
        const { url } = await sharedServer();
        const other = new ApiClient(url, { accessKeyId: 'AKIATEST', secretAccessKey: 'another' }, 'us-east-1');
        return messageOf(other.operation('ListModels', {}));
      },
    },
    {
      done: 'a client with an access key that the server does not know',
      async provoke() {
        const { url } = await sharedServer();
        const other = new ApiClient(url, { accessKeyId: 'AKIAOTHER', secretAccessKey: 'another' }, 'us-east-1');
        return messageOf(other.operation('ListModels', {}));
      },
    },
    {
      done: 'a client whose clock is an hour slow',
      async provoke() {
        const { url } = await sharedServer();
        const request = { method: 'GET', path: '/', service: 's3' } as const;
        const now = new Date(Date.now() - 3_600_000);
        const { host } = new URL(url);
        const headers = signRequest(request, { host, credentials, region: 'us-east-1', now });
        const answer = await fetch(url, { headers });
        const said = errorMessageOf(Buffer.from(await answer.arrayBuffer())).replaceAll('&apos;', "'");
        const times = ['20260301T080000Z', '20260301T090000Z'];
        return said.replaceAll(/\d{8}T\d{6}Z/g, () => times.shift() ?? 'a third time');
      },
    },
    {
      done: 'a bucket with the name `m`',
      provoke: called((client) => client.send({ method: 'PUT', path: '/m', service: 's3' })),
    },
    {
      done: 'an upload to a bucket that there is not',
      provoke: called((client) => client.send({ method: 'PUT', path: '/none/key', service: 's3', body: 'x' })),
    },
  ],
};
