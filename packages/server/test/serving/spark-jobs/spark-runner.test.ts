import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
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

function runnerOf(script: string, kind: 'auto' | 'none') {
  const lines: string[] = [];
  const revoked: string[] = [];
  const objects = {
    getObject: async () => ({ object: { size: script.length }, body: Readable.from([script]) }),
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
  return { runner, lines, revoked };
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
