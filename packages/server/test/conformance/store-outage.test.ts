import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiError } from '../../src/entry/cli/api-client.ts';
import { createDiamondsModel, createEndpoint, invoke, linesOf, readExample } from '../support/diamonds.ts';
import { findPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

const programs = findPostgres();

describe.skipIf(programs === undefined)('a server whose database goes away', () => {
  let postgres: Postgres;
  let server: TestServer;
  const [row] = linesOf(readExample('requests.csv')) as [string];

  beforeAll(async () => {
    postgres = await startPostgres(programs as string);
    server = await startTestServer({ env: { CATENARY_STORE_URL: await postgres.createDatabase() } });
    await createDiamondsModel(server.client, 'pair', ['sparkml', 'xgboost']);
    await createEndpoint(server.client, 'pair');
  });

  afterAll(async () => {
    await server.stop();
    removeData(server);
  });

  it('serves its endpoints as before, and says of all else that it is unavailable', async () => {
    const before = await invoke(server.client, 'pair', row);
    await postgres.close();
    expect(await invoke(server.client, 'pair', row)).toBe(before);
    const refused = await server.client.operation('ListModels', {}).catch((error: ApiError) => error);
    expect(refused).toMatchObject({
      status: 503,
      message: expect.stringContaining('The database of this server does not answer. Try again later.') as string,
    });
    expect(await invoke(server.client, 'pair', row)).toBe(before);
  });

  it('does not start without it, and says where it looked', async () => {
    const env = { CATENARY_STORE_URL: 'postgres://me:secret@127.0.0.1:1/none' };
    const error = await startTestServer({ env }).catch((failure: Error) => failure);
    expect((error as Error).message).toContain('The store at postgres://127.0.0.1:1/none cannot be opened');
    expect((error as Error).message).not.toContain('secret');
  });
});
