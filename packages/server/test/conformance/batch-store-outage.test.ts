import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DoublerServer, startDoublerServer } from '../support/doubler-server.ts';
import { findPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';
import { startTcpRelay, type TcpRelay } from '../support/tcp-relay.ts';
import { createTransformJob, csvLines, untilEnded } from '../support/transform-job.ts';

/** A transform job whose database goes away while it runs, and comes back. */
const programs = findPostgres();

describe.skipIf(programs === undefined)('a transform job whose database goes away (needs PostgreSQL)', () => {
  let postgres: Postgres;
  let relay: TcpRelay;
  let doubler: DoublerServer;
  let server: TestServer;

  beforeAll(async () => {
    postgres = await startPostgres(programs as string);
    const address = new URL(await postgres.createDatabase());
    relay = await startTcpRelay(Number(address.port));
    address.port = String(relay.port);
    doubler = await startDoublerServer();
    server = await startTestServer({
      args: ['--config', doubler.config],
      env: { CATENARY_STORE_URL: address.href, CATENARY_LEASE_SECONDS: '1', CATENARY_CHECKPOINT_SECONDS: '0.1' },
    });
    await server.client.send({ method: 'PUT', path: '/outage', service: 's3' });
    await server.client.operation('CreateModel', {
      ModelName: 'doubler',
      PrimaryContainer: { Image: 'host/doubler:1' },
    });
  });
  afterAll(async () => {
    await server?.stop();
    if (server !== undefined) removeData(server);
    await doubler?.close();
    await relay?.close();
    await postgres?.close();
  });

  const requests = () => readFileSync(doubler.log, 'utf8').split('\n').length - 1;

  it('is kept, and continues where it was when the database is back: each record once', async () => {
    const count = 60;
    // Of 1,000 bytes each, so that a block of 16 KiB is a part of the object.
    const body = Array.from({ length: count }, (_, at) => `wait\n${String(at).padEnd(1000)}\n`).join('');
    await server.client.send({ method: 'PUT', path: '/outage/in/rows.csv', service: 's3', body });
    await createTransformJob(server.client, 'cut-off', {
      ModelName: 'doubler',
      BatchStrategy: 'SingleRecord',
      ...csvLines('s3://outage/in/', 's3://outage/out'),
    });
    await until(() => Promise.resolve(requests() > 60 ? true : undefined));
    relay.cut();
    await until(() => Promise.resolve(/left to another server|job interrupted/.exec(server.log())?.[0]));
    const atOutage = requests();
    relay.mend();
    const job = await until(() => untilEnded(server.client, 'cut-off').catch(() => undefined));
    expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
    const output = (await server.client.send({ method: 'GET', path: '/outage/out/rows.csv.out', service: 's3' })).body;
    // "wait" alone is answered with nothing, which AssembleWith Line makes an empty line.
    expect(output.toString()).toBe(Array.from({ length: count }, (_, at) => `\n${2 * at}\n`).join(''));
    // What is done again is what was done since the last checkpoint: the blocks under way, not all of it.
    expect(requests()).toBeLessThan(2 * count + atOutage);
    expect(server.log()).toContain('transform job resumed at its checkpoint');
  });
});
