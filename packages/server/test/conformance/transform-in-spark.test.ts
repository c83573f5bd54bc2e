import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { example, linesOf, readExample, schema } from '../support/diamonds.ts';
import { findSparkEnvironment } from '../support/spark-environment.ts';
import { programWords } from '../support/start-server.ts';

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

  it('says which file failed and why, and leaves nothing of it', { timeout: 300_000 }, async () => {
    const said = await transform('failed', '--engine', 'spark');
    expect(said).toMatch(/more\/b\.csv: /);
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
      'key=$(echo "$*" | sed "s/.*--only \\([^ ]*\\).*/\\1/" | tr / _)',
      `mark=${folder}/killed-$key`,
      `run() { ${own.map((word) => `'${word}'`).join(' ')} "$@"; }`,
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

  it('refuses what only one machine has', async () => {
    expect(await transform('x', '--engine', 'spark', '--work', join(folder, 'w'))).toContain(
      '--work has no meaning with --engine spark',
    );
    expect(await transform('x', '--engine', 'dask')).toContain('--engine must be one of local, spark; it is "dask"');
  });
});
