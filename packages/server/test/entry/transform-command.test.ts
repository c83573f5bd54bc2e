import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Outcome, runCatenary } from '../support/run-catenary.ts';

const root = resolve(import.meta.dirname, '../../../..');
const example = (path: string) => join(root, 'examples/diamonds', path);
const rows = gunzipSync(readFileSync(example('batch.csv.gz')))
  .toString()
  .trim()
  .split('\n');
const schema = readFileSync(example('sparkml/schema.json'), 'utf8');
const sparkml = ['--chain', example('sparkml/model.tar.gz'), '--env', `SAGEMAKER_SPARKML_SCHEMA=${schema}`];
const chain = [...sparkml, '--model', example('xgboost/model.tar.gz')];

/** The command, run in a folder of its own. */
const run = (...args: string[]): Promise<Outcome> => runCatenary(folder(), 'transform', ...args);

/** A folder that holds a copy of a file. */
function folderOf(path: string): string {
  const place = folder();
  copyFileSync(path, join(place, basename(path)));
  return place;
}

const folder = () => mkdtempSync(join(tmpdir(), 'transform-'));

function writeRows(path: string, lines: readonly string[]): string {
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

describe('catenary transform', () => {
  it('answers the first 2,000 held-out rows as the original libraries do, a folder of files into a folder', async () => {
    const [input, output] = [folder(), join(folder(), 'out')];
    const requests = readFileSync(example('requests.csv'), 'utf8').trim().split('\n');
    writeRows(join(input, 'a.csv'), requests.slice(0, 1200));
    writeRows(join(input, 'b.csv'), requests.slice(1200));
    const { code, stdout } = await run(...chain, '--input', input, '--output', output);
    expect(code).toBe(0);
    expect(stdout).toContain('2,000 records');
    const answers = ['a.csv.out', 'b.csv.out'].flatMap((name) =>
      readFileSync(join(output, name), 'utf8').trim().split('\n'),
    );
    expect(answers).toEqual(readFileSync(join(root, 'test/golden/chains/xgboost.csv'), 'utf8').trim().split('\n'));
    expect(existsSync(`${output}.work`)).toBe(false);
  });

  it('takes a model file and a folder, as the other commands do', async () => {
    const golden = join(root, 'test/golden/sklearn/logistic-two-1.9');
    const expected = readFileSync(join(golden, 'expected-predict.csv'), 'utf8').trim();
    for (const model of [join(golden, 'model.joblib'), folderOf(join(golden, 'model.joblib'))]) {
      const output = join(folder(), 'out');
      expect(await run('--model', model, '--input', join(golden, 'input.csv'), '--output', output)).toMatchObject({
        code: 0,
      });
      expect(readFileSync(join(output, 'input.csv.out'), 'utf8').trim(), model).toBe(expected);
    }
  });

  it('leaves nothing behind when it refuses its model', async () => {
    const place = folder();
    const notes = writeRows(join(place, 'notes.txt'), ['these are my notes']);
    const refused = [
      [['--model', notes], 'Cannot tell what'],
      [['--model', join(place, 'none')], 'Cannot read the model'],
      [['--model', example('xgboost/model.tar.gz'), '--image', 'nosuch:1'], 'Requested image nosuch:1 not found'],
      [['--model', example('xgboost/model.tar.gz'), '--image', 'sagemaker-sparkml-serving:3.3'], 'no MLeap bundle'],
    ] as const;
    for (const [model, sentence] of refused) {
      const { code, stderr } = await run(...model, '--input', example('requests.csv'), '--output', join(place, 'out'));
      expect([code, stderr]).toEqual([1, expect.stringContaining(sentence)]);
      expect(readdirSync(place)).toEqual(['notes.txt']);
    }
  });

  it('reads Parquet, and CSV of another dialect, as the lines that they hold', async () => {
    const place = folder();
    const lines = readFileSync(example('requests.csv'), 'utf8').trim().split('\n');
    const columns = '"carat","cut, or so",color,clarity,depth,table,x,y,z';
    // Another order, a column too many, other delimiters, a line break.
    const mixed = lines.map((line) => [...line.split(',').toReversed(), '"one\ntwo"'].join(';'));
    const names = ['z', 'y', 'x', 'table', 'depth', 'clarity', 'color', 'cut, or so', 'carat', 'note'];
    const csv = writeRows(join(place, 'in.csv'), [names.join(';'), ...mixed]);
    const job = (...pairs: string[]) => pairs.flatMap((pair) => ['--job-env', `CATENARY_BATCH_${pair}`]);
    const dialect = job('CSV_HEADER=on', 'CSV_DELIMITER=;', 'CSV_QUOTED_NEWLINES=on', `COLUMNS=${columns}`);
    const parquet = join(root, 'test/golden/parquet/diamonds.parquet');
    const expected = readFileSync(join(root, 'test/golden/chains/xgboost.csv'), 'utf8').trim();
    const output = join(place, 'out');
    expect(await run(...chain, '--input', csv, '--output', output, ...dialect)).toMatchObject({ code: 0 });
    expect(readFileSync(join(output, 'in.csv.out'), 'utf8').trim()).toBe(expected);
    const flags = ['--input', parquet, '--output', output, ...job('INPUT_FORMAT=parquet')];
    expect(await run(...chain, ...flags)).toMatchObject({ code: 0 });
    expect(readFileSync(join(output, 'diamonds.parquet.out'), 'utf8').trim()).toBe(expected);
    const wrong = await run(...chain, '--input', csv, '--output', output, ...job('CSV_HEADER=yes'));
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('CSV_HEADER must be one of off, on')]);
  });

  it.each(['Line', 'None'])('recognises gzip by the name of the input, whatever a record is: %s', async (splitType) => {
    const place = folder();
    const lines = readFileSync(example('requests.csv'), 'utf8').split('\n').slice(0, 3);
    const input = join(place, 'in.csv.gz');
    writeFileSync(input, gzipSync(`${lines.join('\n')}\n`));
    const output = join(place, 'out');
    const flags = ['--input', input, '--output', output, '--split-type', splitType];
    expect(await run(...chain, ...flags)).toMatchObject({ code: 0 });
    const expected = readFileSync(join(root, 'test/golden/chains/xgboost.csv'), 'utf8').split('\n').slice(0, 3);
    expect(readFileSync(join(output, 'in.csv.gz.out'), 'utf8').trim().split('\n')).toEqual(expected);
  });

  it.each([
    ['lines', []],
    ['Parquet', ['--job-env', 'CATENARY_BATCH_OUTPUT_FORMAT=parquet']],
  ])('continues after it was killed, to the same bytes: %s', async (_name, format) => {
    const place = folder();
    const input = writeRows(join(place, 'in.csv'), Array.from({ length: 3 }, () => rows).flat());
    const whole = await run(...chain, ...format, '--input', input, '--output', join(place, 'whole'));
    expect(whole.code).toBe(0);
    const output = join(place, 'killed');
    const args = [
      '--conditions=source',
      'packages/server/src/main.ts',
      'transform',
      ...chain,
      ...format,
      '--input',
      input,
      '--output',
      output,
    ];
    // A checkpoint for every block: there is one to continue from soon.
    const environment = { ...process.env, CATENARY_CHECKPOINT_SECONDS: '0' };
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'ignore', env: environment });
    // Before anything is waited for: a command that ends sooner than it is looked at has ended already.
    const ended = new Promise((done) => child.once('exit', done));
    const checkpoint = join(`${output}.work`, 'checkpoint.json');
    for (let tries = 0; tries < 2000 && child.exitCode === null; tries++) {
      if (existsSync(checkpoint) && /"open":\{"0"/.test(readFileSync(checkpoint, 'utf8'))) break;
      await sleep(10);
    }
    child.kill('SIGKILL');
    await ended;
    const again = await run(...chain, ...format, '--input', input, '--output', output);
    expect(again.code).toBe(0);
    expect(readFileSync(join(output, 'in.csv.out')).equals(readFileSync(join(place, 'whole/in.csv.out')))).toBe(true);
  });

  it('fails on a bad record by name, and sets it apart on request', async () => {
    const place = folder();
    const input = writeRows(join(place, 'bad.csv'), [...rows.slice(0, 3), 'x,y,z', ...rows.slice(3, 5)]);
    const failed = await run(...chain, '--input', input, '--output', join(place, 'a'));
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(
      /bad\.csv record 4: Container 1 of 2 \(container-1\) failed: For input string: "x".*\. It is image "sagemaker-sparkml-serving:3\.3", column "carat", value "x"\.$/m,
    );
    expect(existsSync(join(place, 'a.work'))).toBe(false);
    const switches = ['--job-env', 'CATENARY_BATCH_BAD_RECORDS=quarantine'];
    const kept = await run(...chain, '--input', input, '--output', join(place, 'b'), ...switches);
    expect(kept.code).toBe(0);
    expect(kept.stdout).toContain('1 set apart');
    const rejected = readFileSync(join(place, 'b/bad.csv.rejected.jsonl'), 'utf8').trim().split('\n');
    expect(rejected.map((line) => (JSON.parse(line) as { record: number; data: string }).data)).toEqual(['x,y,z']);
  });

  it('takes one file of a folder by --only, under its name there', async () => {
    const place = folder();
    mkdirSync(join(place, 'in/deep'), { recursive: true });
    for (const name of ['a.csv', 'deep/b.csv']) writeRows(join(place, 'in', name), rows.slice(0, 2));
    const only = ['--input', join(place, 'in'), '--only', 'deep/b.csv', '--output', join(place, 'out')];
    expect(await run(...chain, ...only)).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(join(place, 'out'), { recursive: true, encoding: 'utf8' }).toSorted()).toEqual([
      'deep',
      'deep/b.csv.out',
    ]);
  });

  it('tells each file that fails once, and counts none of them again', async () => {
    const place = folder();
    const input = join(place, 'in');
    mkdirSync(input);
    for (const [at, bad] of ['x,y,z', 'u,v,w', 'r,s,t'].entries())
      writeRows(join(input, `${at}.csv`), [...rows.slice(0, 2), bad]);
    writeRows(join(input, 'good.csv'), rows.slice(0, 2));
    const { code, stderr } = await run(...chain, '--input', input, '--output', join(place, 'out'));
    expect(code).toBe(1);
    const told = stderr
      .trim()
      .split('\n')
      .map((line) => /^catenary: (\d\.csv) record 3: .*value "(\w)"\.$/.exec(line)?.slice(1).join(' ') ?? line);
    expect(told.toSorted()).toEqual(['0.csv x', '1.csv u', '2.csv r']);
  });

  it('estimates without transforming', async () => {
    const place = folder();
    const input = writeRows(join(place, 'in.csv'), [...rows.slice(0, 1999), 'bad']);
    const output = join(place, 'out');
    const { code, stdout } = await run(...chain, '--input', input, '--output', output, '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /sampled: 2,000 records.*\ntime: about .* s\noutput: about .* MB\nmemory: about .* MB\nrecords set apart: 0.05 %\n/,
    );
    expect(existsSync(output)).toBe(false);
  });

  it.each([
    ['--split-type', 'Word', '--split-type must be one of None, Line, RecordIO, TFRecord; it is "Word"'],
    ['--max-payload-mb', 'x', '--max-payload-mb must be a whole number from 0 to 999999; it is "x"'],
    ['--job-env', 'CATENARY_BATCH_BAD_RECORDS=maybe', 'CATENARY_BATCH_BAD_RECORDS'],
    ['--input-filter', '$[a]', 'Invalid InputFilter: "$[a]". Cannot read "[a]".'],
  ])('refuses %s %s', async (flag, value, message) => {
    const place = folder();
    const input = writeRows(join(place, 'in.csv'), rows.slice(0, 2));
    const { code, stderr } = await run(...chain, '--input', input, '--output', join(place, 'o'), flag, value);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(existsSync(join(place, 'o.work'))).toBe(false);
  });

  it('leaves the unfinished work of another transform alone', async () => {
    const place = folder();
    const input = writeRows(join(place, 'in.csv'), rows.slice(0, 2));
    const work = folder();
    writeFileSync(join(work, 'command.json'), '{}');
    const { code, stderr } = await run(...chain, '--input', input, '--output', join(place, 'o'), '--work', work);
    expect(code).toBe(1);
    expect(stderr).toContain('holds the unfinished work of another transform');
    expect(readFileSync(join(work, 'command.json'), 'utf8')).toBe('{}');
  });
});
