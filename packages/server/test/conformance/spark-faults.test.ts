import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ApiClient } from '../../src/entry/cli/api-client.ts';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { makeStandInSpark } from '../support/stand-in-spark.ts';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

const clients = await findPythonEnvironment();
const folder = mkdtempSync(join(tmpdir(), 'catenary-spark-faults-'));
const args = ['--config', join(folder, 'catenary.yaml'), '--keys-file', join(folder, 'keys.yaml')];
const team = { accessKeyId: 'TEAM', secretAccessKey: 'secret of the team' };

/** Names the processes of these tests among all of the machine's. */
const marker = `98765${process.pid}`;
let server: TestServer;

beforeAll(async () => {
  makeStandInSpark(join(folder, 'spark'));
  writeFileSync(
    join(folder, 'catenary.yaml'),
    `maxSparkRuns: 4\nspark:\n  - { name: stand-in, home: ${join(folder, 'spark')}, python: ${clients?.python ?? 'python3'} }\n`,
  );
  writeFileSync(
    join(folder, 'keys.yaml'),
    `- accessKeyId: ${team.accessKeyId}
  secretAccessKey: ${team.secretAccessKey}
  statements:
    - { effect: Allow, actions: ['s3:*'], resources: ['arn:aws:s3:::jobs', 'arn:aws:s3:::jobs/*'] }
    - { effect: Allow, actions: ['glue:*'], resources: ['*'] }
`,
  );
  server = await startTestServer({ args });
  for (const bucket of ['jobs', 'foreign'])
    await server.client.send({ method: 'PUT', path: `/${bucket}`, service: 's3' });
  await put('foreign', 'secret.txt', 'a secret');
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

const put = (bucket: string, key: string, body: string) =>
  server.client.send({ method: 'PUT', path: `/${bucket}/${key}`, service: 's3', body });

interface Run {
  readonly JobRunState: string;
  readonly ErrorMessage?: string;
}

let count = 0;

/** Starts a script as a job of its own. */
async function start(script: string, given: Readonly<Record<string, string>> = {}, client = server.client) {
  const JobName = `job-${count++}`;
  await put('jobs', `${JobName}.py`, script);
  const Command = { Name: 'glueetl', ScriptLocation: `s3://jobs/${JobName}.py`, PythonVersion: '3' };
  await client.operation('CreateJob', { Name: JobName, Role: 'role', Command }, 'glue');
  const { JobRunId } = await client.operation('StartJobRun', { JobName, Arguments: given }, 'glue');
  return { JobName, JobRunId: String(JobRunId) };
}

type Started = Awaited<ReturnType<typeof start>>;

async function runOf({ JobName, JobRunId }: Started): Promise<Run> {
  const { JobRun } = await server.client.operation('GetJobRun', { JobName, RunId: JobRunId }, 'glue');
  return JobRun as Run;
}

const over = /FAILED|SUCCEEDED|STOPPED|TIMEOUT/;

async function endOf(started: Started): Promise<[string, string | undefined]> {
  const { JobRunState, ErrorMessage } = await until(async () => {
    const run = await runOf(started);
    return over.test(run.JobRunState) ? run : undefined;
  });
  return [JobRunState, ErrorMessage];
}

const linesOf = async ({ JobRunId: logStreamName }: Started, group = 'output') => {
  const { events } = await server.client.operation(
    'GetLogEvents',
    { logGroupName: `/aws-glue/jobs/${group}`, logStreamName, startFromHead: true },
    'logs',
  );
  return (events as { message: string }[]).map(({ message }) => message);
};

/** Processes of this machine that have the marker among their words. */
const processes = () =>
  readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || pid === String(process.pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(marker);
    } catch {
      return false;
    }
  });

const folders = () => (existsSync(join(server.data, 'spark')) ? readdirSync(join(server.data, 'spark')) : []);

it.each([
  [
    'raises',
    'def f():\n  raise ValueError("no rows: 0")\nf()',
    'Command failed with exit code 1: ValueError: no rows: 0',
  ],
  ['exits', 'import sys; sys.exit(3)', 'Command failed with exit code 3'],
  [
    'fills /tmp',
    'with open("/tmp/all", "wb") as file:\n  for _ in range(2048):\n    file.write(bytes(1 << 20))',
    'Command failed with exit code 1: OSError: [Errno 28] No space left on device',
  ],
  [
    'kills itself',
    'import os, signal; os.kill(os.getpid(), signal.SIGKILL)',
    'the process was killed by SIGKILL (by hand, or because memory ran out)',
  ],
])('a script that %s has FAILED, with the reason', async (_, script, message) => {
  expect(await endOf(await start(script))).toEqual(['FAILED', message]);
  expect(folders()).toEqual([]);
});

it.each([
  ['--extra-jars', 's3://jobs/no.jar', 'Jars: there is no object s3://jobs/no.jar.'],
  ['--extra-py-files', 's3://nowhere/a.zip', 'Python files: there is no object s3://nowhere/a.zip.'],
  ['--extra-files', 'https://a/b', 'Files must be addresses s3://bucket/key of files: https://a/b is none.'],
])('a run whose %s are %s has FAILED, and names it', async (name, address, message) => {
  expect(await endOf(await start('print(1)', { [name]: address }))).toEqual(['FAILED', message]);
});

it('a run has the words, files and logs that its job gives it', async () => {
  await put('jobs', 'helper.py', 'ANSWER = 42');
  await put('jobs', 'table.txt', 'a table');
  const script = `import sys, os
from awsglue.utils import getResolvedOptions
print(getResolvedOptions(sys.argv, ["S3_INPUT"])["S3_INPUT"], sys.argv[0].endswith(".py"), "--extra-files" in sys.argv)
open("/tmp/${marker}", "x").close()
print(open("table.txt").read(), os.environ["CUSTOMER_A"], file=sys.stderr)
`;
  const started = await start(script, {
    '--S3_INPUT': 'a b;$c',
    '--extra-files': 's3://jobs/table.txt',
    '--customer-driver-env-vars': 'CUSTOMER_A=1,PATH=2',
  });
  expect(await endOf(started)).toEqual(['SUCCEEDED', undefined]);
  expect(await linesOf(started)).toEqual(['a b;$c True False']);
  expect(await linesOf(started, 'error')).toEqual(['a table 1']);
  expect(existsSync(`/tmp/${marker}`)).toBe(false);
});

it('a run that is stopped has STOPPED, and all that it started with it', async () => {
  const script = `import subprocess, time
subprocess.Popen(["sleep", "600", "${marker}"], start_new_session=True)
time.sleep(600)`;
  const started = await start(script);
  await until(async () => (processes().length > 0 ? true : undefined));
  const { JobName, JobRunId } = started;
  const ids = { JobName, JobRunIds: [JobRunId, 'jr_none'] };
  const { SuccessfulSubmissions, Errors } = await server.client.operation('BatchStopJobRun', ids, 'glue');
  expect(SuccessfulSubmissions).toEqual([started]);
  expect(Errors).toMatchObject([{ JobRunId: 'jr_none', ErrorDetail: { ErrorCode: 'EntityNotFoundException' } }]);
  expect(await endOf(started)).toEqual(['STOPPED', undefined]);
  expect(processes()).toEqual([]);
  expect(folders()).toEqual([]);
});

it('what a script leaves behind ends with it', async () => {
  const script = `import subprocess; subprocess.Popen(["sleep", "600", "${marker}"], start_new_session=True)`;
  expect(await endOf(await start(script))).toEqual(['SUCCEEDED', undefined]);
  expect(processes()).toEqual([]);
});

it('more runs than MaxConcurrentRuns are refused', async () => {
  const started = await start('import time; time.sleep(600)');
  const { JobName, JobRunId } = started;
  await expect(server.client.operation('StartJobRun', { JobName }, 'glue')).rejects.toThrow(
    `Concurrent runs exceeded for ${JobName}`,
  );
  await server.client.operation('BatchStopJobRun', { JobName, JobRunIds: [JobRunId] }, 'glue');
  expect((await endOf(started))[0]).toBe('STOPPED');
});

it.skipIf(clients === undefined)(
  'the key of a run may do what the key that started it may, until it ends',
  async () => {
    const client = new ApiClient(server.url, team, 'us-east-1');
    const script = `import boto3, os
s3 = boto3.client("s3")
print(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
s3.put_object(Bucket="jobs", Key="made", Body=b"1")
s3.get_object(Bucket="foreign", Key="secret.txt")`;
    const started = await start(script, {}, client);
    const [state, message] = await endOf(started);
    expect([state, message]).toEqual([
      'FAILED',
      expect.stringMatching(/exit code 1: .*AccessDenied.*s3:GetObject on resource: arn:aws:s3:::foreign\/secret\.txt/),
    ]);
    const [line = ''] = await linesOf(started);
    const [accessKeyId = '', secretAccessKey = ''] = line.split(' ');
    const late = new ApiClient(server.url, { accessKeyId, secretAccessKey }, 'us-east-1');
    await expect(late.operation('GetJobs', {}, 'glue')).rejects.toThrow(/security token|not.*(exist|valid|known)/i);
    const fetched = await start('print(1)', { '--extra-files': 's3://foreign/secret.txt' }, client);
    expect(await endOf(fetched)).toEqual([
      'FAILED',
      'Files: the key that started the run may not read s3://foreign/secret.txt (s3:GetObject).',
    ]);
  },
);

it('a run whose server is killed has FAILED when it is there again, and nothing of it is left', async () => {
  const started = await start(`import subprocess; subprocess.run(["sleep", "600", "${marker}"])`);
  await until(async () => (processes().length > 0 ? true : undefined));
  await server.stop('SIGKILL');
  await until(async () => (processes().length === 0 ? true : undefined));
  server = await startTestServer({ args, data: server.data });
  const [state, message] = await endOf(started);
  expect([state, message]).toEqual(['FAILED', expect.stringMatching(/^The server ended while the run was under way/)]);
  expect(folders()).toEqual([]);
});

it('without a Spark a run has FAILED, and says how to get one', async () => {
  const bare = await startTestServer();
  try {
    const Command = { Name: 'glueetl', ScriptLocation: 's3://jobs/a.py' };
    await bare.client.operation('CreateJob', { Name: 'a', Role: 'role', Command }, 'glue');
    const { JobRunId: RunId } = await bare.client.operation('StartJobRun', { JobName: 'a' }, 'glue');
    const run = await until(async () => {
      const { JobRun } = await bare.client.operation('GetJobRun', { JobName: 'a', RunId }, 'glue');
      return over.test((JobRun as Run).JobRunState) ? (JobRun as Run) : undefined;
    });
    expect([run.JobRunState, run.ErrorMessage]).toEqual([
      'FAILED',
      'This server runs no Spark: its operator has named none in `spark` of catenary.yaml (docs/spark-jobs.md).',
    ]);
  } finally {
    await bare.stop();
    removeData(bare);
  }
});
