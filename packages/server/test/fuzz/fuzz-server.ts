import { createDiamondsModel, createEndpoint, readExample } from '../support/diamonds.ts';
import { startTestServer, type TestServer } from '../support/start-server.ts';

/** A server with what the requests of the fuzz name: a bucket, a model, an endpoint that answers, rows to transform. */
export async function startFuzzServer(): Promise<TestServer> {
  const watch = new URL('watch-prototype.ts', import.meta.url).href;
  const server = await startTestServer({ env: { NODE_OPTIONS: `--import=${watch}`, CATENARY_LOG_LEVEL: 'error' } });
  await createDiamondsModel(server.client, 'chain', ['xgboost']);
  await createEndpoint(server.client, 'live', 'chain');
  const rows = readExample('requests.csv').subarray(0, 2000);
  await server.client.send({ method: 'PUT', path: '/diamonds/in/rows.csv', service: 's3', body: rows });
  for (const bucket of ['bucket', 'other'])
    await server.client.send({ method: 'PUT', path: `/${bucket}`, service: 's3' });
  return server;
}
