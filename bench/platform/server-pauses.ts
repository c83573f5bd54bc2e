/**
 * Two servers on one PostgreSQL and one SeaweedFS; again and again the one that runs a job is stopped (SIGSTOP) at a random
 * time, the other finishes the job, the first is woken (SIGCONT). Each time the output must be byte-equal to an undisturbed
 * run, and what the other published must stay as it was. `PAUSES=100 ROWS=400000 sh scripts/with-node.sh bench/platform/server-pauses.ts`
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openS3ObjectStore } from '../../packages/server/src/platform/storage/s3/s3-object-store.ts';
import { createDiamondsModel, readExample } from '../../packages/server/test/support/diamonds.ts';
import { findPostgres, startPostgres } from '../../packages/server/test/support/postgres.ts';
import {
  findSeaweedfs,
  outsideEnvironment,
  outsideOptions,
  startSeaweedfs,
} from '../../packages/server/test/support/seaweedfs.ts';
import { removeData, startTestServer, type TestServer } from '../../packages/server/test/support/start-server.ts';
import { createTransformJob, csvLines, untilEnded } from '../../packages/server/test/support/transform-job.ts';

const pauses = Number(process.env.PAUSES ?? 100);
const times = Math.ceil(Number(process.env.ROWS ?? 400_000) / 2000);
const leaseSeconds = 2;

const programs = { postgres: findPostgres(), seaweedfs: await findSeaweedfs() };
if (programs.postgres === undefined || programs.seaweedfs === undefined)
  throw new Error('needs PostgreSQL and SeaweedFS');
const [postgres, outside] = await Promise.all([startPostgres(programs.postgres), startSeaweedfs(programs.seaweedfs)]);
const env = {
  CATENARY_STORE_URL: await postgres.createDatabase(),
  CATENARY_LEASE_SECONDS: String(leaseSeconds),
  CATENARY_CHECKPOINT_SECONDS: '0.2',
  ...outsideEnvironment(outside.url, 'diamonds'),
};
const servers = await Promise.all([startTestServer({ env }), startTestServer({ env })]);
const objects = await openS3ObjectStore(outsideOptions(outside.url, ['diamonds']));

const signal = (server: TestServer, name: NodeJS.Signals) => {
  const { pid } = JSON.parse(readFileSync(join(server.data, 'server.json'), 'utf8')) as { pid: number };
  process.kill(pid, name);
};

async function create(server: TestServer, name: string): Promise<void> {
  await createTransformJob(server.client, name, {
    ModelName: 'pair',
    ...csvLines('s3://diamonds/in/', `s3://diamonds/${name}`),
  });
}

/** Milliseconds until it has ended; throws unless it is Completed. */
async function finish(server: TestServer, name: string): Promise<number> {
  const since = performance.now();
  const job = await untilEnded(server.client, name);
  if (job.TransformJobStatus !== 'Completed') throw new Error(`${name}: ${JSON.stringify(job)}`);
  return performance.now() - since;
}

async function digest(name: string): Promise<string> {
  const content = await objects.readObject({ bucket: 'diamonds', key: `${name}/rows.csv.out` }, 1e9);
  return createHash('sha256').update(content).digest('hex');
}

try {
  const [one, two] = servers;
  await createDiamondsModel(one.client, 'pair', ['sparkml', 'xgboost']);
  const rows = readExample('requests.csv').toString().trimEnd();
  await objects.putObject(
    { bucket: 'diamonds', key: 'in/rows.csv' },
    Buffer.from(Array.from({ length: times }, () => rows).join('\n')),
  );
  await create(one, 'undisturbed');
  await finish(one, 'undisturbed');
  await create(one, 'undisturbed-again'); // the first one also loaded and compiled what a job needs
  const whole = await finish(one, 'undisturbed-again');
  const expected = await digest('undisturbed');
  process.stdout.write(`undisturbed: ${times * 2000} rows in ${(whole / 1000).toFixed(1)} s, sha256 ${expected}\n`);
  let takenOver = 0;
  for (let pause = 1; pause <= pauses; pause++) {
    const [runs, helps] = pause % 2 === 0 ? [one, two] : [two, one];
    const name = `pause-${pause}`;
    await create(runs, name);
    const after = Math.random() * whole;
    await wait(after);
    signal(runs, 'SIGSTOP');
    const took = await finish(helps, name);
    const before = await objects.headObject({ bucket: 'diamonds', key: `${name}/rows.csv.out` });
    signal(runs, 'SIGCONT');
    // Long enough for whatever it still had under way.
    await wait(1500);
    const published = await objects.headObject({ bucket: 'diamonds', key: `${name}/rows.csv.out` });
    const uploads = await objects.listUploads('diamonds', name);
    const isEqual = (await digest(name)) === expected;
    const isUntouched = JSON.stringify(before) === JSON.stringify(published);
    if (took > 500) takenOver++;
    process.stdout.write(
      `${pause}: stopped after ${Math.round(after)} ms, ended ${Math.round(took)} ms later; equal ${isEqual}, untouched ${isUntouched}, uploads left ${uploads.length}\n`,
    );
    if (!isEqual || !isUntouched || uploads.length > 0) throw new Error(`${name} failed`);
  }
  process.stdout.write(
    `${pauses} pauses, ${takenOver} jobs finished by the other server, every output equal, none published twice\n`,
  );
} finally {
  for (const server of servers) {
    signal(server, 'SIGCONT');
    await server.stop('SIGKILL');
    removeData(server);
  }
  await objects.close();
  await Promise.all([postgres.close(), outside.close()]);
}
