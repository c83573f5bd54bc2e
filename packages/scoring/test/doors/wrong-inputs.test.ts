import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import * as door from '../../src/index.ts';
import { loadSpark } from '../../src/spark.ts';
import { bundleFiles, diamonds, xgboostBytes } from './diamonds.ts';

const golden = resolve(import.meta.dirname, '../../../../test/golden');
const read = (path: string) => new Uint8Array(readFileSync(join(golden, path)));
const text = '<!doctype html><html><head><title>404</title></head><body>Not found</body></html>';
const html = new TextEncoder().encode(text);
const gzip = new Uint8Array(gzipSync('{"learner": {}}'));

/** What somebody may have in hand instead of a model. */
const noModels: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['NaN', Number.NaN],
  ['a number', 3],
  ['a bigint', 1n],
  ['a path', 'model.ubj'],
  ['an address', new URL('https://example.com/model')],
  ['the text of a page', text],
  ['the bytes of a page', html],
  ['gzip', gzip],
  ['no bytes', new Uint8Array(0)],
  ['zeros', new Uint8Array(4096)],
  ['bytes of the beginning of a zip', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 0)],
  ['an ArrayBuffer', new ArrayBuffer(64)],
  ['a SharedArrayBuffer', new SharedArrayBuffer(64)],
  ['a DataView', new DataView(new ArrayBuffer(64))],
  ['floats', new Float64Array(8)],
  ['a list', [1, 2, 3]],
  ['an object', { learner: {} }],
  ['a Map', new Map()],
  ['a Map of bytes', new Map([['a.txt', html]])],
  ['a Map of texts', new Map([['bundle.json', '{}']])],
  ['a Map of numbers', new Map([[1, html]])],
  ['a promise', Promise.resolve(html)],
  ['a function', () => html],
  ['a symbol', Symbol('model')],
  ['a Blob of a page', new Blob([html])],
  ['a page', new Response(html)],
  ['a page that is not there', new Response(html, { status: 404 })],
];

const loaders: Readonly<Record<string, (given: never) => unknown>> = {
  load: door.load,
  loadXgboost: door.loadXgboost,
  loadLightgbm: door.loadLightgbm,
  loadCatboost: door.loadCatboost,
  loadSklearn: door.loadSklearn,
  loadMleap: door.loadMleap,
  loadSpark,
  openArchive: door.openArchive,
};

/** What came of it: an error's name, or that there was none. */
async function outcome(run: () => unknown): Promise<string> {
  try {
    await run();
    return 'an answer';
  } catch (error) {
    if (!(error instanceof door.ScoringError)) return String(error);
    expect(error.message).not.toBe('');
    const told = JSON.parse(JSON.stringify(error)) as Record<string, unknown>;
    expect(told).toMatchObject({ name: 'ScoringError', code: error.code, message: error.message });
    return error.name;
  }
}

describe.each(Object.entries(loaders))('%s()', (_name, loader) => {
  it.each(noModels)('throws ScoringError alone for %s', async (_what, given) => {
    expect(await outcome(() => loader(given as never))).toBe('ScoringError');
  });
});

describe('load()', () => {
  it('says what to do', async () => {
    await expect(door.load('model.ubj' as never)).rejects.toThrow('read the file without an encoding');
    await expect(door.load(Promise.resolve(html) as never)).rejects.toThrow('await it first');
    await expect(door.load(html)).rejects.toThrow('No model is known that begins with "<!doctype html>');
    await expect(door.load(new Response(html, { status: 404 }))).rejects.toThrow('has the status 404');
    await expect(door.load(new Map([['a.txt', html]]))).rejects.toThrow(
      'None of the files is a model that is read: a.txt.',
    );
    await expect(door.load(read('sklearn/ada-multi-1.9/model.joblib'), { maxBytes: 10 })).rejects.toThrow(
      'at most 10 are read',
    );
    await expect(door.load(new Blob([gzip]), { maxBytes: 5 })).rejects.toThrow('at most 5 are read');
    const used = new Response(html);
    await used.text();
    await expect(door.load(used)).rejects.toMatchObject({ name: 'ScoringError' });
  });

  it('refuses archives that lead out of themselves, or expand to more than they may', async () => {
    const bomb = gzipSync(Buffer.alloc(2 ** 22));
    await expect(door.load(bomb, { maxBytes: 2 ** 20 })).rejects.toMatchObject({ name: 'ScoringError' });
  });
});

const options: readonly (readonly [string, unknown])[] = [
  ['a misspelt name', { Rounds: 1, Engine: 'auto', maxbytes: 1, Outputs: [], Strict: true }],
  ['a number', 5],
  ['a text', 'strict'],
  ['a list', [1]],
  ['null', null],
  [
    'values of another kind',
    {
      rounds: Number.NaN,
      strict: Number.NaN,
      maxBytes: Number.NaN,
      outputs: Number.NaN,
      engine: 'fast',
      version: 2,
      bad: 'skip',
    },
  ],
];

const files = await bundleFiles();
const boosterBytes = await xgboostBytes();
const sklearnBytes = read('sklearn/ada-multi-1.9/model.joblib');

describe('options of loaders', () => {
  const calls: Readonly<Record<string, (given: never) => unknown>> = {
    load: (given) => door.load(boosterBytes, given),
    loadXgboost: (given) => door.loadXgboost(boosterBytes, given),
    loadLightgbm: (given) => door.loadLightgbm(read('lightgbm/binary-2.3.txt'), given),
    loadCatboost: (given) => door.loadCatboost(read('catboost/logloss.json'), given),
    loadSklearn: (given) => door.loadSklearn(sklearnBytes, given),
    loadMleap: (given) => door.loadMleap(files, given),
    loadSpark: (given) => loadSpark(files, given),
  };
  it.each(options)('are refused where they are wrong (%s)', async (_what, given) => {
    for (const [name, call] of Object.entries(calls))
      expect([name, await outcome(() => call(given as never))]).toEqual([name, 'ScoringError']);
  });

  it('name the nearest one', () => {
    expect(() => door.loadMleap(files, { output: ['features'] } as never)).toThrow(
      'There is no option "output"; did you mean "outputs"?',
    );
    expect(() => door.loadMleap(files, { outputs: ['feature'] })).toThrow('did you mean "features"?');
    expect(() => door.loadMleap(files, { input: { carat: 'doubel' } })).toThrow('did you mean "double"?');
  });
});

const models: Readonly<Record<string, door.Model>> = {
  XGBoost: door.loadXgboost(boosterBytes),
  LightGBM: door.loadLightgbm(read('lightgbm/binary-2.3.txt')),
  CatBoost: door.loadCatboost(read('catboost/logloss.json')),
  'CatBoost of categories': door.loadCatboost(read('catboost/cats-combined.cbm')),
  'scikit-learn': door.loadSklearn(sklearnBytes),
  'scikit-learn of texts': door.loadSklearn(read('sklearn/count-1.9/model.joblib')),
  MLeap: door.loadMleap(files, { outputs: ['features'] }),
  Spark: await door.load(read('spark/3.3/pca/model.tar.gz')),
  'a chain': door.chain(door.loadMleap(files), door.loadXgboost(boosterBytes)),
};

/** Rows that no model takes, or that one of another kind would. */
function noRows(model: door.Model): readonly (readonly [string, unknown])[] {
  const columns = model.inputs.length;
  const values = new Float64Array(columns * 2);
  const names = model.inputs.map(({ name }) => name);
  const sparse = {
    starts: Int32Array.of(0, 1, 2),
    indices: Int32Array.of(0, 0),
    values: Float64Array.of(1, 2),
    columns,
    absent: 0,
  };
  return [
    ['nothing', undefined],
    ['null', null],
    ['a text', 'a,b'],
    ['a number', 1],
    ['a bigint', 1n],
    ['values alone', values],
    ['a function', () => []],
    ['no row', [undefined]],
    ['a row of nothing', [[]]],
    ['numbers', [1, 2, 3]],
    ['texts for numbers', [names.map(() => Symbol('1'))]],
    ['a row of functions', [names.map(() => () => 1)]],
    ['a row of undefined', [names.map(() => undefined)]],
    ['a row of holes', [Object.assign([], { length: columns })]],
    ['a row of dates', [names.map(() => new Date(0))]],
    ['a row of typed arrays', [Object.fromEntries(names.map((name) => [name, new Int8Array(2)]))]],
    ['a row too long', [Array.from({ length: columns + 1 }, () => 1)]],
    [
      'rows of two lengths',
      [Array.from({ length: columns }, () => 1), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].slice(0, columns + 1)],
    ],
    ['a row of other names', [{ Cut: 1, 'no such column': 2 }]],
    ['a row of one more name', [{ ...Object.fromEntries(names.map((name) => [name, 1])), 'no such column': 2 }]],
    ['a row without its last name', [Object.fromEntries(names.slice(1).map((name) => [name, 1]))]],
    ['a block of a value too few', { values: values.subarray(1), columns }],
    ['a block of other columns', { values: new Float64Array((columns + 1) * 2), columns: columns + 1 }],
    ['a block of NaN columns', { values, columns: Number.NaN }],
    ['a block of minus one column', { values, columns: -1 }],
    ['a block of half a column', { values, columns: 0.5 }],
    ['a block of no columns', { values, columns: 0 }],
    ['a block in a list', { values: Array.from(values), columns }],
    ['a block of whole numbers', { values: new Int32Array(columns * 2), columns }],
    ['a block of texts', { values: Array.from(values, String), columns }],
    ['a block without values', { columns }],
    ['columns of two lengths', { [names[0] ?? 'a']: [1, 2], [names[1] ?? 'b']: [1] }],
    ['columns of other names', { 'no such column': [1, 2] }],
    ['columns of texts instead of lists', Object.fromEntries(names.map((name) => [name, 'abc']))],
    ['columns of bytes', Object.fromEntries(names.map((name) => [name, new Uint8Array(2)]))],
    ['sparse rows without a word on absence', { ...sparse, absent: undefined }],
    ['sparse rows with another word', { ...sparse, absent: 'Missing' }],
    ['sparse starts that go back', { ...sparse, starts: Int32Array.of(0, 2, 1) }],
    ['sparse starts beyond the values', { ...sparse, starts: Int32Array.of(0, 1, 5) }],
    ['sparse starts in a list', { ...sparse, starts: [0, 1, 2] }],
    ['no sparse starts', { ...sparse, starts: new Int32Array(0) }],
    ['fewer sparse indices', { ...sparse, indices: Int32Array.of(0) }],
    ['a sparse index beyond the columns', { ...sparse, indices: Int32Array.of(0, columns) }],
    ['a sparse index below 0', { ...sparse, indices: Int32Array.of(-1, 0) }],
    ['sparse rows of NaN columns', { ...sparse, columns: Number.NaN }],
  ];
}

/** Rows of this list that a model may take after all, and why. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // A text of one column: a list of one cell is a row.
  'scikit-learn of texts': ['columns of other names'],
};

describe.each(Object.entries(models))('a model of %s', (name, model) => {
  const rows = noRows(model).filter(([what]) => exceptions[name]?.includes(what) !== true);

  it.each(rows)('throws ScoringError alone for %s', async (_what, given) => {
    for (const method of model.methods)
      expect([method, await outcome(() => model.predict(given as never, { method }))]).toEqual([
        method,
        'ScoringError',
      ]);
    expect(await outcome(() => model.predictInto(given as never, new Float64Array(1000)))).toBe('ScoringError');
    expect(await outcome(() => model.predict(given as never, { bad: 'collect' }))).not.toMatch(/Error:/);
    if (Array.isArray(given) && given.length === 1)
      expect(await outcome(() => model.predictOne(given[0] as never))).toBe('ScoringError');
  });

  it.each(options)('throws ScoringError alone for options that are wrong (%s)', async (_what, given) => {
    for (const call of [model.predict.bind(null, []), model.predictOne.bind(null, [])])
      expect(await outcome(() => call(given as never))).toBe('ScoringError');
  });

  it('throws ScoringError for methods that it has not, with the nearest', () => {
    expect(() => model.predict([], { method: 'predicts' as never })).toThrow(/has no method the text "predicts"/);
    expect(() => model.predict([], { method: 3 as never })).toThrow('has no method 3');
  });

  it('throws ScoringError for names that its answer has not', async () => {
    const result = model.predict([], { bad: 'collect' });
    expect(await outcome(() => result.column('no such column'))).toBe('ScoringError');
    expect(await outcome(() => result.dense('no such column'))).toBe('ScoringError');
  });
});

describe('rows of objects', () => {
  it('name the nearest column, what is missing, and what is wanted', () => {
    const model = models['MLeap'] as door.Model;
    const [row] = diamonds as [Record<string, string | number>];
    const { cut, ...others } = row;
    const ask = (given: object) => () => model.predictOne(given as door.Row);
    expect(ask({ ...others, Cut: cut })).toThrow(
      'Row 1 has the column "Cut", which the model does not know; did you mean "cut"?',
    );
    expect(ask({ ...row, price: 3 })).toThrow('Row 1 has the column "price"');
    expect(ask({ cut, carat: 1 })).toThrow('Row 1 lacks the column');
    expect(ask({ ...row, carat: '1.5' })).toThrow(
      expect.objectContaining({
        code: 'wrong_type',
        message: 'Row 1, column "carat" is the text "1.5", where a number is wanted.',
        place: { row: 0, column: 'carat', value: '1.5', expected: 'a number' },
      }),
    );
    expect(() => model.predict([{ cut: 'Fair' }], { strict: false })).toThrow(
      expect.objectContaining({ name: 'ScoringError' }),
    );
  });
});
