import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiamondsModel, example, linesOf, readExample, schema } from '../support/diamonds.ts';
import { findSparkEnvironment } from '../support/spark-environment.ts';
import { programWords, removeData, startTestServer } from '../support/start-server.ts';
import { csvLines, transform as transformJob } from '../support/transform-job.ts';

const spark = await findSparkEnvironment();
const rows = linesOf(readExample('requests.csv'));

/** The files below a folder, by their names. */
const filesIn = (folder: string) =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  );

describe.skipIf(spark === undefined)('catenary transform --engine spark (needs Java and pyspark)', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'catenary-in-spark-'));
    mkdirSync(join(folder, 'in/more'), { recursive: true });
    // Of the last line of the second file there is no answer.
    writeFileSync(join(folder, 'in/a.csv'), `${rows.join('\n')}\n`);
    writeFileSync(join(folder, 'in/more/b.csv'), `${rows.slice(0, 2).join('\n')}\nbroken\n`);
    writeFileSync(join(folder, 'in/more/c.csv'), `${rows.slice(2).join('\n')}\n`);
    const conf = { 'spark.driver.extraJavaOptions': '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' };
    const named = { spark: [{ name: 'test', python: spark?.python, conf, memoryMB: 512 }] };
    writeFileSync(join(folder, 'catenary.yaml'), JSON.stringify(named));
    writeFileSync(join(folder, 'schema.json'), schema());
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const transform = (output: string, ...words: readonly string[]) => transformBy('catenary.yaml', output, words);
  const transformBy = (config: string, output: string, words: readonly string[]) =>
    promisify(execFile)(
      process.execPath,
      [
        ...programWords,
        'transform',
        `--model=${example('sparkml/model.tar.gz')}`,
        `--schema=${join(folder, 'schema.json')}`,
        `--model=${example('xgboost/model.tar.gz')}`,
        `--input=${join(folder, 'in')}`,
        `--output=${join(folder, output)}`,
        `--config=${join(folder, config)}`,
        '--json',
        ...words,
      ],
      { timeout: 280_000, env: { PATH: process.env.PATH, HOME: folder, JAVA_HOME: process.env.JAVA_HOME } },
    ).then(
      ({ stdout }) => JSON.parse(stdout) as Record<string, unknown>,
      (error: { readonly stderr: string }) => error.stderr,
    );
  const apart = ['--job-env', 'CATENARY_BATCH_BAD_RECORDS=quarantine'];

  it('writes what one machine writes, file by file, and sums up', { timeout: 600_000 }, async () => {
    const alone = await transform('alone', ...apart);
    const found = await transform('spark', '--engine', 'spark', ...apart);
    expect(found).toMatchObject({ records: 2 * rows.length + 1, rejected: 1 });
    expect([...filesIn(join(folder, 'spark')).keys()]).toContain('more/b.csv.out');
    expect(filesIn(join(folder, 'spark'))).toEqual(filesIn(join(folder, 'alone')));
    expect((found as { outputs: string[] }).outputs).toEqual(
      (alone as { outputs: string[] }).outputs.map((path) => path.replace('/alone/', '/spark/')).toSorted(),
    );
  });

  it('says which file failed and why, as one machine does, and leaves nothing of it', {
    timeout: 300_000,
  }, async () => {
    const said = await transform('failed', '--engine', 'spark');
    expect(said).toBe(await transform('failed-alone'));
    expect(said).toContain('more/b.csv record 3: ');
    expect([...filesIn(join(folder, 'failed')).keys()].filter((name) => !/^(a|more\/c)\.csv\.out$/.test(name))).toEqual(
      [],
    );
    expect(readdirSync(join(folder, 'failed')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  // The first command of each file ends the worker of Python that started it, before it began, when it has done its work, or in between.
  it('costs no row and doubles none when workers are killed', { timeout: 600_000 }, async () => {
    const own = [process.execPath, ...programWords];
    const killer = join(folder, 'killer.sh');
    const lines = [
      '#!/bin/sh',
      // The task is on standard input.
      'task=$(cat)',
      String.raw`key=$(printf '%s' "$task" | sed 's/.*"relativePath": "\([^"]*\)".*/\1/' | tr / _)`,
      `mark=${folder}/killed-$key`,
      `run() { printf '%s' "$task" | ${own.map((word) => `'${word}'`).join(' ')} "$@"; }`,
      'mkdir "$mark" 2>/dev/null || { run "$@"; exit $?; }',
      'case $key in a.csv) ;; more_b.csv) run "$@" ;; *) run "$@" & sleep 2 ;; esac',
      'kill -9 $PPID',
      'sleep 60',
    ];
    writeFileSync(killer, `${lines.join('\n')}\n`, { mode: 0o755 });
    const conf = { 'spark.executorEnv.CATENARY_COMMAND': killer, 'spark.driver.extraJavaOptions': '-XX:+UseSerialGC' };
    const named = { spark: [{ name: 'test', python: spark?.python, conf, memoryMB: 512 }] };
    writeFileSync(join(folder, 'killing.yaml'), JSON.stringify(named));
    const alone = await transform('undisturbed', ...apart);
    const found = await transformBy('killing.yaml', 'killed', ['--engine', 'spark', ...apart]);
    expect(found).toMatchObject({ records: (alone as { records: number }).records, rejected: 1 });
    expect(readdirSync(folder).filter((name) => name.startsWith('killed-'))).toHaveLength(3);
    expect(filesIn(join(folder, 'killed'))).toEqual(filesIn(join(folder, 'undisturbed')));
    expect(readdirSync(join(folder, 'killed')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('carries out a transform job of a server', { timeout: 600_000 }, async () => {
    const server = await startTestServer({ args: ['--config', join(folder, 'catenary.yaml')] });
    try {
      await createDiamondsModel(server.client, 'diamonds', ['sparkml', 'xgboost']);
      for (const [name, content] of filesIn(join(folder, 'in')))
        await server.client.send({ method: 'PUT', path: `/diamonds/in/${name}`, service: 's3', body: content });
      const request = (output: string, environment: Readonly<Record<string, string>>) => ({
        ModelName: 'diamonds',
        ...csvLines('s3://diamonds/in/', `s3://diamonds/${output}`),
        Environment: { CATENARY_BATCH_BAD_RECORDS: 'quarantine', ...environment },
      });
      await transformJob(server.client, 'here', request('here', {}));
      const job = await transformJob(server.client, 'there', request('there', { CATENARY_BATCH_ENGINE: 'spark' }));
      expect([job.TransformJobStatus, job.FailureReason]).toEqual(['Completed', undefined]);
      for (const name of ['a.csv.out', 'more/b.csv.out', 'more/b.csv.rejected.jsonl', 'more/c.csv.out']) {
        const [one, other] = await Promise.all(
          ['here', 'there'].map((output) =>
            server.client.send({ method: 'GET', path: `/diamonds/${output}/${name}`, service: 's3' }),
          ),
        );
        expect(other?.body).toEqual(one?.body);
      }
    } finally {
      await server.stop();
      removeData(server);
    }
  });

  it('refuses what only one machine has', async () => {
    expect(await transform('x', '--engine', 'spark', '--work', join(folder, 'w'))).toContain(
      '--work has no meaning with --engine spark',
    );
    expect(await transform('x', '--engine', 'dask')).toContain('--engine must be one of local, spark; it is "dask"');
  });
});
