import { createDiamondsModel, createEndpoint } from '../support/diamonds.ts';
import { credentials, removeData, startTestServer, type TestServer } from '../support/start-server.ts';

let started: Promise<TestServer> | undefined;

/** One server for all mistakes that do not need one of their own; it serves the chain `prices`. */
export function sharedServer(): Promise<TestServer> {
  return (started ??= start());
}

async function start(): Promise<TestServer> {
  const server = await startTestServer();
  await createDiamondsModel(server.client, 'prices', ['sparkml', 'xgboost']);
  await createEndpoint(server.client, 'prices');
  return server;
}

/** The environment of a user whose commands go to a server. */
export const userOf = (server: TestServer): NodeJS.ProcessEnv => ({
  CATENARY_DATA: server.data,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
});

export async function closeSharedServer(): Promise<void> {
  const server = await started;
  if (server === undefined) return;
  await server.stop();
  removeData(server);
}
