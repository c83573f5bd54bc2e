import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeTar } from '../../platform/artifact/make-tar.ts';
import {
  createEndpoint,
  diamondsContainer,
  invoke,
  linesOf,
  readExample,
  uploadDiamonds,
} from '../../support/diamonds.ts';
import { removeData, startTestServer, type TestServer } from '../../support/start-server.ts';

/** Says how many rows it was given, and whether it was asked together with the containers before it: that stands in the trace. */
const handler = `
export function invoke(rows) {
  return { body: rows.length + (new Error().stack.includes('native-neighbours') ? ' together' : ' alone'), contentType: 'text/plain' };
}`;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await uploadDiamonds(server.client, ['sparkml', 'xgboost']);
  const body = gzipSync(makeTar([{ name: 'handler.mjs', content: handler }]));
  await server.client.send({ method: 'PUT', path: '/diamonds/function.tar.gz', service: 's3', body });
  const pair = (['sparkml', 'xgboost'] as const).map(diamondsContainer);
  const last = {
    Image: 'catenary-function:1',
    ModelDataUrl: 's3://diamonds/function.tar.gz',
    Environment: { SAGEMAKER_MODEL_SERVER_WORKERS: '1' },
  };
  await server.client.operation('CreateModel', { ModelName: 'chain', Containers: [...pair, last] });
  expect(await createEndpoint(server.client, 'chain')).toBe('InService');
}, 180_000);
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const row = linesOf(readExample('requests.csv'))[0] ?? '';

it('a function of an endpoint is asked together with native containers before it, for a small request', async () => {
  expect(await invoke(server.client, 'chain', row)).toBe('1 together');
  const count = Math.ceil(16_384 / row.length) + 1;
  expect(await invoke(server.client, 'chain', `${row}\n`.repeat(count))).toBe(`${count} alone`);
});
