import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCatenary } from '../support/run-catenary.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-score-model-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const golden = resolve(import.meta.dirname, '../../../../test/golden');
const output = join(folder, 'out.csv');
const score = (model: string, input: string, ...flags: string[]) =>
  runCatenary(
    folder,
    'score',
    '--model',
    join(golden, model),
    '--input',
    join(golden, input),
    '--output',
    output,
    ...flags,
  );

/** Cells of a CSV without quotes: numbers where they are some, else texts. */
const cells = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(',').map((cell) => (Number.isNaN(Number(cell)) ? cell : Number(cell))));

function expectClose(got: string, wanted: string): void {
  const answers = cells(got);
  const expected = cells(wanted);
  expect(answers.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  const largest = Math.max(...expected.flat().map((cell) => (typeof cell === 'number' ? Math.abs(cell) : 0)));
  answers.flat().forEach((cell, at) => {
    const want = expected.flat()[at];
    if (typeof want === 'string' || want === undefined) expect(cell).toBe(want);
    else expect(Math.abs((cell as number) - want)).toBeLessThanOrEqual(1e-12 * Math.abs(want) + 1e-15 * largest);
  });
}

describe('catenary score of an XGBoost file', () => {
  // model, input, flags, expected: every form of file, every method, and both forms of rows.
  it.each([
    ['multi-softprob-3.2/model.ubj', 'input.csv', [], 'expected.csv'],
    ['gblinear-3.2/model.json', 'input.csv', ['--method', 'margin'], 'expected-margin.csv'],
    ['dart-1.0/model.pkl', 'input.csv', ['--method', 'leaf'], 'expected-leaf.csv'],
    ['squarederror-missing-3.2/model.ubj', 'input.libsvm', ['--method', 'predict'], 'expected.csv'],
    ['squarederror-missing-1.3/xgboost-model', 'input.csv', [], 'expected.csv'],
  ])('%s %s %j gives the text of the library', async (model, input, flags, expected) => {
    const [name] = model.split('/') as [string];
    const outcome = await score(`xgboost/${model}`, `xgboost/${name}/${input}`, ...flags);
    expect(outcome).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(output, 'utf8')).toBe(readFileSync(join(golden, 'xgboost', name, expected), 'utf8'));
  });
});

describe('catenary score of a scikit-learn file', () => {
  it.each([
    ['text-pipeline-1.9', 'predict', []],
    ['text-pipeline-1.9', 'decision_function', []],
    ['columns-text-1.9', 'transform', ['--header']],
    ['simple-imputer-words-1.9', 'transform', ['--header']],
    ['count-1.9', 'transform', []],
    ['isolation-forest-features-1.9', 'score_samples', []],
    ['k-means-1.9', 'predict', []],
  ])('%s %s gives the numbers and labels of the library', async (name, method, flags) => {
    const outcome = await score(
      `sklearn/${name}/model.joblib`,
      `sklearn/${name}/input.csv`,
      '--method',
      method,
      ...flags,
    );
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expectClose(
      readFileSync(output, 'utf8'),
      readFileSync(join(golden, `sklearn/${name}/expected-${method}.csv`), 'utf8'),
    );
  });

  it('reads compressed joblib, bare and as the only model of an archive without a script', async () => {
    const expected = readFileSync(join(golden, 'sklearn/forms-1.9/expected-predict.csv'), 'utf8');
    await score('sklearn/forms-1.9/gzip.joblib', 'sklearn/forms-1.9/input.csv');
    expect(readFileSync(output, 'utf8')).toBe(expected);
    const archive = join(folder, 'model.tar.gz');
    execFileSync('tar', ['-czf', archive, '-C', join(golden, 'sklearn/forms-1.9'), 'zlib.joblib']);
    rmSync(output);
    const input = join(golden, 'sklearn/forms-1.9/input.csv');
    const outcome = await runCatenary(folder, 'score', '--model', archive, '--input', input, '--output', output);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(output, 'utf8')).toBe(expected);
  });
});

describe('catenary score of other files', () => {
  it('scores LightGBM texts and CatBoost exports', async () => {
    for (const model of ['lightgbm/multiclass.txt', 'catboost/logloss.json']) {
      const name = model.replace(/\.\w+$/, '');
      expect(await score(model, `${name}.input.csv`, '--method', 'predict')).toMatchObject({ code: 0, stderr: '' });
      const expected = readFileSync(join(golden, `${name}.predict.csv`), 'utf8');
      expectClose(readFileSync(output, 'utf8'), expected);
    }
  });
});

describe('catenary score with media types', () => {
  it('reads a file by --content-type, whatever its name', async () => {
    const lines = join(folder, 'rows');
    // The first row of forms-1.9/input.csv, as a list.
    const [row] = readFileSync(join(golden, 'sklearn/forms-1.9/input.csv'), 'utf8').split('\n');
    writeFileSync(lines, `[${row}]\n`);
    const model = join(golden, 'sklearn/forms-1.9/gzip.joblib');
    const flags = ['--model', model, '--input', lines, '--output', output, '--accept', 'text/csv'];
    const type = 'application/jsonlines; charset=utf-8';
    expect(await runCatenary(folder, 'score', ...flags, '--content-type', type)).toMatchObject({ code: 0, stderr: '' });
    const [expected] = readFileSync(join(golden, 'sklearn/forms-1.9/expected-predict.csv'), 'utf8').split('\n');
    expect(readFileSync(output, 'utf8')).toBe(`${expected}\n`);
  });

  it.each([
    ['--accept', 'application/json', 'A model file answers text/csv, not application/json'],
    ['--content-type', 'image/png', 'A model file takes text/csv, text/libsvm'],
  ])('refuses %s %s, which it does not have', async (flag, type, message) => {
    const input = 'sklearn/forms-1.9/input.csv';
    const { code, stderr } = await score('sklearn/forms-1.9/gzip.joblib', input, flag, type);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('catenary score refuses', () => {
  const input = 'sklearn/logistic-two-1.9/input.csv';

  it('a method that there is not, and one that the model has not', async () => {
    const unknown = await score('sklearn/logistic-two-1.9/model.joblib', input, '--method', 'fit');
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('not "fit"') });
    const absent = await score('sklearn/logistic-two-1.9/model.joblib', input, '--method', 'transform');
    expect(absent).toMatchObject({ code: 1, stderr: expect.stringContaining('it has predict, predict_proba') });
  });

  it('a compression by its name, and a file that is no model', async () => {
    const lz4 = join(folder, 'model.joblib');
    writeFileSync(lz4, Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0));
    const refused = await runCatenary(
      folder,
      'score',
      '--model',
      lz4,
      '--input',
      join(golden, input),
      '--output',
      output,
    );
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('compressed as lz4') });
    const text = await score('sklearn/README.md', input);
    expect(text).toMatchObject({ code: 1, stderr: expect.stringContaining('README.md: no model file') });
  });

  it('a ragged row, with its number', async () => {
    const ragged = join(folder, 'ragged.csv');
    writeFileSync(ragged, '1,2,3,4\n1,2,3\n');
    const model = join(golden, 'sklearn/logistic-two-1.9/model.joblib');
    const outcome = await runCatenary(folder, 'score', '--model', model, '--input', ragged, '--output', output);
    expect(outcome).toMatchObject({ code: 1, stderr: 'catenary: Row 2 has 3 cells, the rows before it 4.\n' });
  });
});
