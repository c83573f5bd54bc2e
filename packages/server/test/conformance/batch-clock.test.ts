import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiError } from '../../src/entry/cli/api-client.ts';
import { type DoublerServer, startDoublerServer } from '../support/doubler-server.ts';
import { type JumpingClock, startJumpingClock } from '../support/jumping-clock.ts';
import { startTestServer, type TestServer, until } from '../support/start-server.ts';
import { createTransformJob, csvLines, recordsOf, untilEnded } from '../support/transform-job.ts';

/** A wall clock that is set an hour forwards and back while a job runs. */
const hour = 3_600_000;
let clock: JumpingClock;
let doubler: DoublerServer;
let server: TestServer;

beforeAll(async () => {
  clock = startJumpingClock();
  doubler = await startDoublerServer();
  await doubler.server.stop();
  server = await startTestServer({
    data: doubler.server.data,
    args: ['--config', doubler.config],
    env: { ...clock.environment, CATENARY_LEASE_SECONDS: '1', CATENARY_CHECKPOINT_SECONDS: '0.1' },
  });
  await server.client.send({ method: 'PUT', path: '/clock', service: 's3' });
  await server.client.operation('CreateModel', {
    ModelName: 'doubler',
    PrimaryContainer: { Image: 'host/doubler:1' },
  });
});
afterAll(async () => {
  await doubler.close(server);
  clock.close();
});

/** So many requests have reached the container. */
const requested = (count: number) =>
  until(() => Promise.resolve(readFileSync(doubler.log, 'utf8').split('\n').length > count ? true : undefined));

/** The server's clock has jumped: it takes this process's requests for old ones, or early ones. */
const refused = () =>
  until(() =>
    describeProgress().then(
      () => undefined,
      (error: ApiError) => (error.status === 403 ? true : undefined),
    ),
  );

describe('a job during which the clock jumps', () => {
  it('loses no lease, times nothing out, asks nothing twice, and reports a time left that does not follow the clock', async () => {
    const count = 90;
    const body = Array.from({ length: count }, (_, at) => `wait\n${at}\n`).join('');
    await server.client.send({ method: 'PUT', path: '/clock/in/rows.csv', service: 's3', body });
    // "wait" takes its container 50 ms: 90 records of it at least 4.5 s, several lives of a lease.
    await createTransformJob(server.client, 'jumping', {
      ModelName: 'doubler',
      BatchStrategy: 'SingleRecord',
      ModelClientConfig: { InvocationsTimeoutInSeconds: 60, InvocationsMaxRetries: 3 },
      ...csvLines('s3://clock/in/', 's3://clock/out'),
    });
    await requested(10);
    clock.set(hour);
    await refused();
    await requested(60);
    clock.set(-hour);
    await refused();
    await requested(120);
    clock.set(0);
    // Requests are signed by this process's clock: the server is asked when both are right again.
    const described = await until(() => describeProgress().catch(() => undefined));
    expect(described.secondsLeft ?? 0).toBeLessThan(600);
    const job = await untilEnded(server.client, 'jumping');
    expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
    const output = (await server.client.send({ method: 'GET', path: '/clock/out/rows.csv.out', service: 's3' })).body;
    // "wait" alone is answered with nothing, which AssembleWith Line makes an empty line.
    expect(output.toString()).toBe(Array.from({ length: count }, (_, at) => `\n${2 * at}\n`).join(''));
    expect(readFileSync(doubler.log, 'utf8').trimEnd().split('\n')).toHaveLength(2 * count);
    expect(server.log()).not.toMatch(/lease was not renewed|interrupted|timed out|started again/);
    expect(await recordsOf(server.client, 'jumping')).toBe(2 * count);
  });

  it('is resumed by a server that starts an hour before it stopped', async () => {
    await server.client.send({ method: 'PUT', path: '/clock/late/rows.csv', service: 's3', body: '1\nslow\n2\n' });
    const seen = readFileSync(doubler.log, 'utf8').split('\n').length;
    await createTransformJob(server.client, 'late', {
      ModelName: 'doubler',
      ...csvLines('s3://clock/late/', 's3://clock/late-out'),
    });
    await requested(seen);
    await server.stop('SIGKILL');
    clock.set(-hour);
    const start = { data: server.data, args: ['--config', doubler.config], env: clock.environment };
    server = await startTestServer(start);
    clock.set(0);
    const job = await until(() => untilEnded(server.client, 'late').catch(() => undefined));
    expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
    const output = (await server.client.send({ method: 'GET', path: '/clock/late-out/rows.csv.out', service: 's3' }))
      .body;
    expect(output.toString()).toBe('2\n4\n');
  });
});

async function describeProgress(): Promise<{ secondsLeft?: number }> {
  const path = '/_catenary/transform-jobs/jumping';
  const { body } = await server.client.send({ method: 'GET', path, service: 'sagemaker' });
  return JSON.parse(body.toString()) as { secondsLeft?: number };
}
