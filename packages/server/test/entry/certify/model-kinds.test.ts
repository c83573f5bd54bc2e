import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { certifyModelFile } from '../../../src/entry/cli/certify/certify-model-file.ts';

/** `catenary certify` of every kind of model file, against the answers of the library that wrote it. */
const golden = resolve(import.meta.dirname, '../../../../../test/golden');
const folder = mkdtempSync(join(tmpdir(), 'catenary-kinds-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const kinds: readonly [model: string, input: string, method: string, expected: string][] = [
  ['xgboost/dart-3.2/model.ubj', 'xgboost/dart-3.2/input.csv', 'predict', 'xgboost/dart-3.2/expected.csv'],
  ...['model.json', 'xgboost-model', 'model.pkl'].map((file): [string, string, string, string] => [
    `xgboost/binary-logistic-1.3/${file}`,
    'xgboost/binary-logistic-1.3/input.csv',
    'margin',
    'xgboost/binary-logistic-1.3/expected-margin.csv',
  ]),
  [
    'xgboost/multi-softprob-3.2/model.ubj',
    'xgboost/multi-softprob-3.2/input.libsvm',
    'leaf',
    'xgboost/multi-softprob-3.2/expected-leaf.csv',
  ],
  ['lightgbm/multiclass.txt', 'lightgbm/multiclass.input.csv', 'predict', 'lightgbm/multiclass.predict.csv'],
  ['lightgbm/linear-3.3.txt', 'lightgbm/linear-3.3.input.csv', 'margin', 'lightgbm/linear-3.3.margin.csv'],
  ['catboost/multiclass.json', 'catboost/multiclass.input.csv', 'predict_proba', 'catboost/multiclass.predict.csv'],
  ['catboost/lossguide.json', 'catboost/lossguide.input.csv', 'margin', 'catboost/lossguide.margin.csv'],
  ...['predict', 'predict_proba'].map((method): [string, string, string, string] => [
    'sklearn/forest-two-1.9/model.joblib',
    'sklearn/forest-two-1.9/input.csv',
    method,
    `sklearn/forest-two-1.9/expected-${method}.csv`,
  ]),
];

describe.each(kinds)('certify %s with %s, %s', (model, input, method, expected) => {
  const flags = { input: join(golden, input), method };

  it('passes against the library’s answers', async () => {
    const { parity } = await certifyModelFile(join(golden, model), { ...flags, expected: join(golden, expected) });
    expect(parity.rows).toBe(readFileSync(join(golden, expected), 'utf8').trimEnd().split('\n').length);
    expect(parity.differingRows).toBe(0);
  });

  it('finds the one row that is made to differ', async () => {
    const lines = readFileSync(join(golden, expected), 'utf8').trimEnd().split('\n');
    const cells = (lines[3] as string).split(',');
    // A label or a number that no model of these answers.
    lines[3] = ['123456789', ...cells.slice(1)].join(',');
    const path = join(folder, 'wrong.csv');
    writeFileSync(path, `${lines.join('\n')}\n`);
    const { parity, firstInput } = await certifyModelFile(join(golden, model), { ...flags, expected: path });
    expect(parity).toMatchObject({ differingRows: 1, first: { row: 3, column: 'column 0' } });
    expect(firstInput).toBe(readFileSync(join(golden, input), 'utf8').split('\n')[3]);
  });
});

it('every file form that an XGBoost release writes is certified above', () => {
  const forms = readdirSync(join(golden, 'xgboost/binary-logistic-1.3')).filter((name) =>
    /^(model\.|xgboost)/.test(name),
  );
  expect(forms.sort()).toEqual(['model.json', 'model.pkl', 'xgboost-model']);
});

describe('certify compares what the library answers', () => {
  const types = join(golden, 'answer-types');
  const compare = async (name: string, expected: string) => {
    const path = join(folder, 'expected.csv');
    writeFileSync(path, expected);
    const flags = { input: join(types, 'rows.csv'), expected: path };
    return (await certifyModelFile(join(types, `${name}.joblib`), flags)).parity.differingRows;
  };
  const answers = JSON.parse(readFileSync(join(types, 'expected.json'), 'utf8')) as Record<string, { csv: string }>;

  it.each(Object.keys(answers))('%s passes against the library', async (name) => {
    expect(await compare(name, answers[name]?.csv as string)).toBe(0);
  });

  it('takes a float32 in however many digits it is written', async () => {
    const numbers = answers['xgboost-regressor']?.csv.trim().split('\n').map(Number) as number[];
    expect(await compare('xgboost-regressor', numbers.map((number) => `${Math.fround(number)}\n`).join(''))).toBe(0);
    expect(await compare('xgboost-regressor', numbers.map((number) => `${number.toPrecision(9)}\n`).join(''))).toBe(0);
    expect(await compare('xgboost-regressor', numbers.map((number) => `${number * 1.00001}\n`).join(''))).toBe(3);
  });

  it.each([
    ['bool-forest', 'True|False', '1|0', 3],
    ['bool-forest', 'True|False', 'true|false', 0],
    ['text-digits', '01|1.0', '1|01', 3],
    ['integer-beyond-doubles', '9007199254740993|9007199254740995', '9007199254740992|9007199254740996', 3],
    ['float-logistic', '1.0|0.0', '1|0', 0],
  ])('%s: %s written as %s', async (name, from, to, differing) => {
    const words = new Map(from.split('|').map((word, at) => [word, to.split('|')[at] as string]));
    const { csv = '' } = answers[name] ?? {};
    const other = csv.split('\n').map((line) => words.get(line) ?? line);
    expect(await compare(name, other.join('\n'))).toBe(differing);
  });
});
