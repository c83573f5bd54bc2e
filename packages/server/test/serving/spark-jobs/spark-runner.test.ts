import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, expect, it } from 'vitest';
import type { ObjectStore } from '../../../src/platform/storage/object-store.ts';
import { openBox } from '../../../src/serving/container/process/open-box.ts';
import { SocketFolders } from '../../../src/serving/container/process/socket-folders.ts';
import { SparkRunner } from '../../../src/serving/spark-jobs/spark-runner.ts';
import type { SparkSubmission } from '../../../src/serving/spark-jobs/spark-submission.ts';
import { makeStandInSpark } from '../../support/stand-in-spark.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-spark-runner-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
makeStandInSpark(join(folder, 'home'));

const log = { info: () => undefined, warn: () => undefined };

function runnerOf(script: string, kind: 'auto' | 'none', inputs: readonly string[] = []) {
  const lines: string[] = [];
  const revoked: string[] = [];
  const stored: Record<string, string> = {};
  const objects = {
    getObject: async () => ({ object: { size: script.length }, body: Readable.from([script]) }),
    listObjects: async () => ({ objects: inputs.map((key) => ({ key })), isTruncated: false }),
    putObject: async ({ key }: { key: string }, body: Readable) => {
      stored[key] = await text(body);
    },
  } as unknown as Pick<ObjectStore, 'getObject' | 'listObjects' | 'putObject'>;
  const key = { accessKeyId: 'ID', secretAccessKey: 'SECRET', may: () => true, revoke: () => revoked.push('ID') };
  const runner = new SparkRunner({
    sparks: [{ name: 'one', home: join(folder, 'home') }],
    objects,
    keys: { issue: () => key },
    logs: { instance: 'i', write: (_, line) => lines.push(line), flush: () => Promise.resolve() },
    box: () => openBox(kind, []),
    sockets: new SocketFolders(),
    directory: join(folder, kind),
    url: Promise.resolve('http://127.0.0.1:1'),
    log,
  });
  return { runner, lines, revoked, stored };
}

const stream = { group: 'us-east-1/g', stream: 's' };
const submission = (more: Partial<SparkSubmission> = {}): SparkSubmission => ({
  main: 's3://a/main.py',
  arguments: [],
  region: 'us-east-1',
  output: stream,
  errors: stream,
  ...more,
});

it.each(['auto', 'none'] as const)(
  'a run that takes too long is TimedOut, its key and folder are gone (sandbox %s)',
  async (kind) => {
    const { runner, revoked } = runnerOf('import time; time.sleep(600)', kind);
    const signal = new AbortController().signal;
    expect(await runner.run('late', submission({ timeoutMs: 3_000 }), signal)).toEqual({ status: 'TimedOut' });
    expect(revoked).toEqual(['ID']);
    expect(existsSync(join(folder, kind, 'late'))).toBe(false);
  },
);

it.each(['auto', 'none'] as const)(
  '/tmp is the own of a run, and what the machine has in it is not there (sandbox %s)',
  async (kind) => {
    const script =
      'import os; open("/tmp/of-the-run", "x").close(); print(os.path.exists("/tmp/of-the-run"), os.environ["AWS_ACCESS_KEY_ID"])';
    const { runner, lines } = runnerOf(script, kind);
    expect(await runner.run('tmp', submission(), new AbortController().signal)).toEqual({
      status: 'Succeeded',
      exitCode: 0,
    });
    expect(lines).toEqual(['True ID']);
    expect(existsSync('/tmp/of-the-run')).toBe(false);
  },
);

it('the Spark of another major version does not run what asks for it', async () => {
  const { runner } = runnerOf('', 'none');
  const wanted = { release: 'Glue 6.0', version: '4.1' };
  expect(await runner.run('other', submission({ wanted }), new AbortController().signal)).toEqual({
    status: 'Failed',
    message: 'Glue 6.0 has Spark 4.1, and this server has one (3.5.8): nothing of that major version.',
  });
});

it('the nearest of the same major version runs it, and says so', async () => {
  const { runner, lines } = runnerOf('', 'none');
  const wanted = { release: 'Glue 4.0', version: '3.3' };
  const note = 'Glue 4.0 has Spark 3.3; this run has 3.5.8, the nearest that this server has.';
  const outcome = await runner.run('near', submission({ wanted }), new AbortController().signal);
  expect(outcome).toEqual({ status: 'Succeeded', exitCode: 0, note });
  expect(lines).toEqual([note]);
});

/** What only this process may read. */
const secrets = join(folder, 'secrets');
mkdirSync(join(secrets, 'message'), { recursive: true });
writeFileSync(join(secrets, 'key'), 'SECRET OF THE SERVER');
writeFileSync(join(secrets, 'message', 'message'), 'SECRET MESSAGE');

const outputs = { inputs: [], outputs: [{ name: 'out', uri: 's3://b/to', path: 'processing/output/x' }] };
const prelude = `
import os, shutil
os.chdir("../ml")
secrets, message = ${JSON.stringify(secrets)}, ${JSON.stringify(join(secrets, 'message'))}
`;

it.each(['auto', 'none'] as const)(
  'files of a run are stored, and what links in it name is not (sandbox %s)',
  async (kind) => {
    const script = `${prelude}
open("processing/output/x/a", "w").write("of the run")
os.symlink(secrets, "processing/output/x/folder")
os.symlink(secrets + "/key", "processing/output/x/file")
os.mkfifo("processing/output/x/pipe")
shutil.rmtree("output")
os.symlink(message, "output")
`;
    const { runner, stored } = runnerOf(script, kind);
    const outcome = await runner.run('links', submission({ data: outputs }), new AbortController().signal);
    expect(outcome).toEqual({ status: 'Succeeded', exitCode: 0 });
    expect(stored).toEqual({ 'to/a': 'of the run' });
  },
);

it.each([
  ['processing/output/x', secrets],
  ['processing/output', folder],
])('a link in the place of %s leads out of it: nothing is stored', async (place, target) => {
  const script = `${prelude}
shutil.rmtree("${place}")
os.symlink("${target}", "${place}")
`;
  const { runner, stored } = runnerOf(script, 'auto');
  mkdirSync(join(folder, 'x'), { recursive: true });
  writeFileSync(join(folder, 'x', 'key'), 'SECRET OF THE SERVER');
  expect(await runner.run('led', submission({ data: outputs }), new AbortController().signal)).toEqual({
    status: 'Failed',
    message: 'The output out: the run has put a link in the place of /opt/ml/processing/output/x.',
  });
  expect(stored).toEqual({});
});

it.each([
  ['--files', { files: ['/opt/ml/../../../../../../../../etc'] }],
  ['the script', { main: '/opt/ml/../../../../../../../../etc/hostname' }],
  ['what no input has put there', { main: '/opt/ml/processing/input/code/main.py' }],
])('%s is below /opt/ml, or it is refused', async (_what, asked) => {
  const { runner } = runnerOf('import sys; print(sys.argv)', 'auto');
  expect(await runner.run('above', submission({ data: outputs, ...asked }), new AbortController().signal)).toEqual({
    status: 'Failed',
    message: expect.stringContaining('no input of the job has put /opt/ml/'),
  });
});

it('an input whose key can be no file is what the run fails with', async () => {
  const key = `in/${'n'.repeat(300)}`;
  const { runner } = runnerOf('', 'auto', [key]);
  const data = { inputs: [{ name: 'in', uri: 's3://b/in', path: 'processing/input/in' }], outputs: [] };
  expect(await runner.run('long', submission({ data }), new AbortController().signal)).toEqual({
    status: 'Failed',
    message: `The input in: ${key} cannot be a file here (ENAMETOOLONG).`,
  });
});
