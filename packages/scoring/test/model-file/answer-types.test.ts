import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InProcessStage } from '../../../server/src/serving/container/in-process/in-process-stage.ts';
import { encodeAnswer } from '../../../server/src/serving/container/surfaces/sklearn/encode-answer.ts';
import { loadSklearnContainer } from '../../../server/src/serving/container/surfaces/sklearn/sklearn-container.ts';
import { answerFrame } from '../../src/model-file/frame-of.ts';
import { openModelFile } from '../../src/model-file/open-model-file.ts';
import { readInput } from '../../src/model-file/read-input.ts';
import { writeAnswer } from '../../src/model-file/write-answer.ts';

const folder = resolve(import.meta.dirname, '../../../../test/golden/answer-types');
const read = (file: string) => readFileSync(join(folder, file));

interface Expected {
  readonly json: string | null;
  readonly csv: string;
  readonly type: string;
  readonly shape: readonly number[];
  readonly predict_proba?: string;
  readonly decision_function?: string;
}

const expected = JSON.parse(read('expected.json').toString()) as Readonly<Record<string, Expected>>;
const names = Object.keys(expected);

function ask(name: string, accept: string): { status: number; body: Buffer } {
  const files = new Map([['model.joblib', read(`${name}.joblib`)]]);
  const stage = new InProcessStage(
    { hostname: 'c', image: 'image' },
    loadSklearnContainer({ files, environment: {}, imageTag: '' }),
  );
  return stage.invoke({ body: read('rows.csv'), contentType: 'text/csv', accept });
}

/** Digits of sums that are added in another order differ in the last place: numbers are compared, all else is the text. */
function expectSame(text: string, wanted: string): void {
  const number = /-?\d+\.\d+(?:e[+-]?\d+)?/g;
  expect(text.replace(number, '#')).toBe(wanted.replace(number, '#'));
  const theirs = wanted.match(number) ?? [];
  (text.match(number) ?? []).forEach((digits, at) => expect(Number(digits)).toBeCloseTo(Number(theirs[at]), 12));
}

/** JSON of Python writes what is not ASCII as escapes; both are the same text. */
const plain = (json: string) =>
  json.replace(/\\u([0-9a-f]{4})/g, (_escape, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** numpy's name of a type → what .npy calls it. Of texts both are the same; objects have no code. */
const codes: Readonly<Record<string, string>> = {
  bool: '|b1',
  float64: '<f8',
  float32: '<f4',
  int64: '<i8',
  uint64: '<u8',
  uint8: '|u1',
  int8: '|i1',
  int32: '<i4',
};

const codeOf = (type: string) => (type.startsWith('<U') ? type : codes[type]);

describe('answers have the type and the shape that the library gives them', () => {
  it.each(names)('%s, as text of score and of the endpoint', (name) => {
    const { csv } = expected[name] as Expected;
    const model = openModelFile(`${name}.joblib`, read(`${name}.joblib`));
    const rows = readInput(read('rows.csv').toString(), { format: 'csv', hasHeader: false }, model);
    expectSame(writeAnswer(model.call('predict', rows)), csv);
    expectSame(ask(name, 'text/csv').body.toString(), csv);
  });

  it.each(names.filter((name) => expected[name]?.json !== null))('%s, as JSON', (name) => {
    expectSame(ask(name, 'application/json').body.toString(), plain(expected[name]?.json as string));
  });

  it.each(names.filter((name) => codeOf(expected[name]?.type ?? '') !== undefined))('%s, as .npy', (name) => {
    const { type, shape } = expected[name] as Expected;
    const header = ask(name, 'application/x-npy').body.toString('latin1', 10, 138);
    const lengths = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
    expect(header).toContain(`{'descr': '${codeOf(type)}', 'fortran_order': False, 'shape': (${lengths}), }`);
  });

  const methods = ['predict_proba', 'decision_function'] as const;
  const others = names.flatMap((name) => methods.map((method) => ({ name, method, json: expected[name]?.[method] })));

  it.each(others.filter(({ json }) => json !== undefined))('$name, of $method as JSON', ({ name, method, json }) => {
    const model = openModelFile(`${name}.joblib`, read(`${name}.joblib`));
    const rows = readInput(read('rows.csv').toString(), { format: 'csv', hasHeader: false }, model);
    const answer = encodeAnswer(answerFrame(model.call(method, rows)), 'application/json', 'application/json');
    expectSame(String(answer.body), json ?? '');
  });

  it('refuses bytes as JSON', () => {
    const answer = ask('bytes', 'application/json');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body.toString()).toContain('The labels are bytes');
  });
});

describe('JSON of Python', () => {
  const forest = resolve(import.meta.dirname, '../../../../test/golden/sklearn/hist-regressor-1.9/model.joblib');
  const invoke = (body: string) => {
    const files = new Map([['model.joblib', readFileSync(forest)]]);
    const stage = new InProcessStage(
      { hostname: 'c', image: 'image' },
      loadSklearnContainer({ files, environment: {}, imageTag: '' }),
    );
    return stage.invoke({ body: Buffer.from(body), contentType: 'application/json', accept: 'application/json' });
  };
  const width = openModelFile('model.joblib', readFileSync(forest)).describe().details as { featureCount: number };
  const row = (first: string) =>
    `[[${[first, ...Array.from({ length: width.featureCount - 1 }, () => '0.5')].join(', ')}]]`;

  it('has NaN and infinities, which are what missing and endless cells are otherwise', () => {
    const missing = invoke(row('null'));
    expect(missing.status).toBe(200);
    expect(invoke(row('NaN')).body.toString()).toBe(missing.body.toString());
    expect(invoke(row('Infinity')).body.toString()).toBe(invoke(row('1e999')).body.toString());
    expect(invoke(row('-Infinity')).body.toString()).toBe(invoke(row('-1e999')).body.toString());
  });

  it.each(['NaNs', '-NaN', 'nan', '+Infinity', 'Inf', '"NaN" NaN'])('has no %s', (word) => {
    expect(invoke(row(word)).status).toBe(400);
  });
});
