import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compareAnswers } from '../../src/entry/cli/certify/compare-answers.ts';
import { runCatenary } from '../support/run-catenary.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-certify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const golden = resolve(import.meta.dirname, '../../../../test/golden');
const certify = (model: string, ...flags: string[]) => runCatenary(folder, 'certify', join(golden, model), ...flags);
const forest = 'sklearn/logistic-two-1.9';
const input = ['--input', join(golden, forest, 'input.csv'), '--method', 'predict_proba'];

describe('catenary certify', () => {
  it('passes a model that answers as its library did, and states the tolerance', async () => {
    const expected = join(golden, forest, 'expected-predict_proba.csv');
    const { code, stdout } = await certify(`${forest}/model.joblib`, ...input, '--expected', expected);
    expect(code).toBe(0);
    expect(stdout).toContain('tolerance: 1e-12');
    expect(stdout).toContain('PASSED');
  });

  it('fails with the first differing row, its input and its answer', async () => {
    const lines = readFileSync(join(golden, forest, 'expected-predict_proba.csv'), 'utf8').split('\n');
    lines[2] = '0.25,0.75';
    const wrong = join(folder, 'wrong.csv');
    writeFileSync(wrong, lines.join('\n'));
    const { code, stdout } = await certify(`${forest}/model.joblib`, ...input, '--expected', wrong);
    expect(code).toBe(1);
    expect(stdout).toContain('first differing row: 3, in column 0\n  expected 0.25');
    expect(stdout).toContain(readFileSync(join(golden, forest, 'input.csv'), 'utf8').split('\n')[2]);
    expect(stdout).toContain('FAILED: 1 of ');
    const generous = await certify(`${forest}/model.joblib`, ...input, '--expected', wrong, '--tolerance', '1e6');
    expect(generous.code).toBe(0);
  });

  it('certifies a bundle, with every column of a row that differs', async () => {
    const bundle = 'mleap/tokenizer-hashing-tf-idf';
    const rows = ['--input', join(golden, bundle, 'input.jsonl')];
    const expected = readFileSync(join(golden, bundle, 'expected-mleap.jsonl'), 'utf8');
    const model = `${bundle}/bundle.zip`;
    const right = await certify(model, ...rows, '--expected', join(golden, bundle, 'expected-mleap.jsonl'));
    expect(right).toMatchObject({ code: 0, stdout: expect.stringContaining('tolerance: 0.000001') });
    const wrong = join(folder, 'wrong.jsonl');
    writeFileSync(wrong, expected.replace(/^\{"row": ?0.*$/m, '{"row":0,"error":"no"}'));
    const { code, stdout } = await certify(model, ...rows, '--expected', wrong);
    expect(code).toBe(1);
    expect(stdout).toMatch(/first differing row: 1, in \(outcome\)\n {2}expected "error"/);
    expect(stdout).toMatch(/columns {2}\{"row":0,"output":/);
  });

  it('certifies what only containers answer: an algorithm of AWS, and a chain', async () => {
    const kmeans = join(golden, 'first-party/kmeans');
    const { closest_cluster: clusters, distance_to_cluster: distances } = JSON.parse(
      readFileSync(join(kmeans, 'expected.json'), 'utf8'),
    ) as Record<string, number[]>;
    const lines = clusters?.map((closest, at) =>
      JSON.stringify({ closest_cluster: closest, distance_to_cluster: distances?.[at] }),
    );
    const expected = join(folder, 'kmeans.jsonl');
    writeFileSync(expected, `${lines?.join('\n')}\n`);
    const rows = ['--input', join(golden, 'first-party/input.csv'), '--expected', expected, '--tolerance', '1e-5'];
    expect(await certify('first-party/kmeans', ...rows)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('rows compared: 12'),
    });
    const diamonds = join(golden, '../../examples/diamonds');
    const schema = readFileSync(join(diamonds, 'sparkml/schema.json'), 'utf8');
    const chain = [
      '--model',
      join(diamonds, 'sparkml/model.tar.gz'),
      '--env',
      `SAGEMAKER_SPARKML_SCHEMA=${schema}`,
      '--model',
      join(diamonds, 'xgboost/model.tar.gz'),
      '--input',
      join(diamonds, 'requests.csv'),
    ];
    const answers = ['--expected', join(golden, 'chains/xgboost.csv')];
    expect(await runCatenary(folder, 'certify', ...chain, ...answers)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('rows compared: 2000'),
    });
  });

  it('refuses a tolerance that is none', async () => {
    const outcome = await certify(`${forest}/model.joblib`, ...input, '--expected', 'x', '--tolerance', 'none');
    expect(outcome).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--tolerance must be a number from 0 on; it is "none"'),
    });
  });
});

describe('compareAnswers()', () => {
  it('reports the largest differences of each column', () => {
    // |1.5 - 1| = 0.5 is half of 1; |8 - 4| = 4 is all of 4.
    const parity = compareAnswers(
      [
        { a: 1.5, b: 'x' },
        { a: 8, b: 'y' },
      ],
      [
        { a: 1, b: 'x' },
        { a: 4, b: 'z' },
      ],
      0.6,
    );
    expect(parity.columns).toEqual([
      { name: 'a', largestAbsolute: 4, largestRelative: 1, differingRows: 1 },
      { name: 'b', largestAbsolute: 0, largestRelative: 0, differingRows: 1 },
    ]);
    expect(parity).toMatchObject({ rows: 2, differingRows: 1, first: { row: 1, column: 'a', got: 8, expected: 4 } });
  });

  it.each([
    ['a NaN and a number', [{ a: Number.NaN }], [{ a: 1 }]],
    ['lists of other lengths', [{ a: [1, 2, 3] }], [{ a: [1, 2] }]],
    ['a missing row', [], [{ a: 1 }]],
    ['a row too many', [{ a: 1 }, { a: 1 }], [{ a: 1 }]],
    ['null and 0', [{ a: null }], [{ a: 0 }]],
    ['a nested key that is missing', [{ a: { b: 1 } }], [{ a: { b: 1, c: 2 } }]],
  ])('finds %s different', (_what, got, expected) => {
    expect(compareAnswers(got, expected, 1).differingRows).toBe(1);
  });

  it('takes NaN for NaN, and rounding next to the largest number for nothing', () => {
    const parity = compareAnswers(
      [{ a: Number.NaN }, { a: 1e-16 }, { a: 1 }],
      [{ a: Number.NaN }, { a: 0 }, { a: 1 }],
      0,
    );
    expect(parity.differingRows).toBe(0);
  });
});

describe('catenary inspect of a model file', () => {
  it('describes classes, features and methods of scikit-learn, objective and cost of XGBoost', async () => {
    const sklearn = await runCatenary(folder, 'inspect', join(golden, 'sklearn/logistic-two-1.9/model.joblib'));
    expect(sklearn.stdout).toMatch(
      /linear_model\.LogisticRegression\n {2}recognised: model\.joblib is a pickle that names sklearn first\n {2}methods predict, .*\n {2}features 5\n {2}classes 2/,
    );
    // 12 rounds of one tree, depth at most 4: 48 comparisons.
    const model = join(golden, 'xgboost/binary-logistic-1.3/model.json');
    const xgboost = await runCatenary(folder, 'inspect', model);
    expect(xgboost.stdout).toContain('objective binary:logistic');
    expect(xgboost.stdout).toContain('at most 48 comparisons a row');
  });
});
