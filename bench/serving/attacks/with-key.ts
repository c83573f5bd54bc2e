import { diamondsContainer } from '../../../packages/server/test/support/diamonds.ts';
import { inLanes } from '../../harness.ts';
import { features, fill, sixMegabytes as most, row } from '../parts/diamonds-bodies.ts';
import { createEndpoint, failureOf, invoke } from '../parts/endpoints.ts';
import { type Attack, refused } from './attack.ts';

const rest = row.slice(row.indexOf(',') + 1);
const columns = Array.from({ length: 10_000 }, (_, at) => ({ name: `c${at}`, type: 'double' }));
const ownSchema = { input: columns, output: { name: 'features', type: 'double', struct: 'vector' } };

interface Body {
  readonly endpoint: string;
  readonly type?: string;
  readonly text: string;
}

/** Texts that took time by the square of their length, or seconds on the main thread. */
const bodies: Readonly<Record<string, Body>> = {
  'blanks inside of a number of CSV': { endpoint: 'xgboost', text: `1,${' '.repeat(most)}1` },
  'blanks inside of a line of libsvm': { endpoint: 'xgboost', type: 'text/libsvm', text: `0:1${' '.repeat(most)}1:1` },
  'line feeds behind JSON Lines': {
    endpoint: 'sparkml',
    type: 'application/jsonlines',
    text: `{}${'\n'.repeat(most)}x`,
  },
  'a cell of digits and a letter': { endpoint: 'sparkml', text: `${'1'.repeat(most)}x,${rest}` },
  'quotes alone': { endpoint: 'xgboost', text: '"'.repeat(most) },
  'a row of 3 million cells': { endpoint: 'xgboost', text: `${'1,'.repeat(most / 2)}1` },
  'brackets of JSON, 3 million deep': {
    endpoint: 'sparkml',
    type: 'application/json',
    text: `{"data":[${'['.repeat(most / 2)}${']'.repeat(most / 2)}]}`,
  },
  'a JSON list of 3 million numbers': {
    endpoint: 'sparkml',
    type: 'application/json',
    text: `{"data":[${'1,'.repeat(most / 2)}1]}`,
  },
  'a schema of 10,000 columns': {
    endpoint: 'sparkml',
    type: 'application/json',
    text: JSON.stringify({ schema: ownSchema, data: [1] }),
  },
  'a column numbered 2,147,483,645': { endpoint: 'xgboost', type: 'text/libsvm', text: '0:1 2147483645:1' },
  'valid CSV to XGBoost': { endpoint: 'xgboost', text: fill(`${features}\n`) },
  'valid CSV to SparkML': { endpoint: 'sparkml', text: fill(`${row}\n`) },
  'valid libsvm': { endpoint: 'xgboost', type: 'text/libsvm', text: fill('0:1 1:2 2:3\n') },
};

const strange = ['constructor', '__proto__', 'x/toString:1', '../x:1', 'i'.repeat(60_000)];

/** From callers with a key. */
export const withKey: readonly Attack[] = [
  ...(Object.entries(bodies).map(([name, { endpoint, type, text }]) => ({
    name: text.length < 1e6 ? name : `${name}, 6 MB`,
    run: ({ client }) => refused(invoke(client, endpoint, text, type)),
  })) satisfies Attack[]),
  {
    name: 'images that are names of every object',
    run: ({ client }) =>
      inLanes(strange.length, 1, (at) =>
        refused(client.operation('CreateModel', { ModelName: 'strange', PrimaryContainer: { Image: strange[at] } })),
      ),
  },
  {
    name: 'an environment of 4,000 wrong names',
    run: ({ client }) => {
      const wrong = Object.fromEntries(Array.from({ length: 4000 }, (_, at) => [`!${at}`, '']));
      const container = { Image: 'sagemaker-xgboost:1.7-1', Environment: wrong };
      return refused(client.operation('CreateModel', { ModelName: 'wrong', PrimaryContainer: container }));
    },
  },
  {
    name: 'a document of S3 of 8 MB',
    run: ({ client }) =>
      refused(
        client.send({
          method: 'POST',
          path: '/attacked?delete',
          service: 's3',
          body: `<Delete>${'<Object><Key>k</Key></Object>'.repeat(275_000)}</Delete>`,
        }),
      ),
  },
  {
    name: '100 endpoints at once',
    run: async ({ client }) => {
      const container = { ...diamondsContainer('xgboost'), Image: 'sagemaker-xgboost:1.7-1' };
      const names = Array.from({ length: 100 }, (_, at) => `many-${at}`);
      await inLanes(100, 8, (at) => createEndpoint(client, names[at] as string, [container]));
      for (const name of names) await failureOf(client, name);
      await inLanes(100, 8, (at) => client.operation('DeleteEndpoint', { EndpointName: names[at] }));
    },
  },
];
