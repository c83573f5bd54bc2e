import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import * as door from '../../src/index.ts';
import { openSavedPipeline } from '../../src/saved-pipelines.ts';
import { bundleFiles, diamonds, xgboostBytes } from './diamonds.ts';

const golden = resolve(import.meta.dirname, '../../../../test/golden');
const read = (path: string) => new Uint8Array(readFileSync(join(golden, path)));
const text = '<!doctype html><html><head><title>404</title></head><body>Not found</body></html>';
const html = new TextEncoder().encode(text);
const gzip = new Uint8Array(gzipSync('{"learner": {}}'));

/** What somebody may have in hand instead of the bytes of a model file. */
const noFiles: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['NaN', Number.NaN],
  ['a number', 3],
  ['a bigint', 1n],
  ['a path', 'model.ubj'],
  ['the text of a page', text],
  ['the bytes of a page', html],
  ['gzip', gzip],
  ['no bytes', new Uint8Array(0)],
  ['zeros', new Uint8Array(4096)],
  ['an ArrayBuffer', new ArrayBuffer(64)],
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
];

const loaders: Readonly<Record<string, (given: never) => unknown>> = {
  loadXgboost: door.loadXgboost,
  loadLightgbm: door.loadLightgbm,
  loadCatboost: door.loadCatboost,
  loadSklearn: door.loadSklearn,
  'openModelFile, its bytes': (given) => door.openModelFile('model', given),
  'openModelFile, its path': (given) => door.openModelFile(given, html),
  loadBundle: door.loadBundle,
  surveyBundle: door.surveyBundle,
  openSavedPipeline,
};

/** What came of it: an error's name and code, or that there was none. */
async function outcome(run: () => unknown): Promise<string> {
  try {
    await run();
    return 'an answer';
  } catch (error) {
    if (!(error instanceof door.ScoringError)) return String(error);
    // What was caught at last, as nothing better was known of it, has its cause.
    return error.cause === undefined ? 'ScoringError' : `ScoringError for ${String(error.cause)}`;
  }
}

describe.each(Object.entries(loaders))('%s', (_name, load) => {
  it.each(noFiles)('throws ScoringError alone (%s)', async (_what, given) => {
    expect(await outcome(() => load(given as never))).toBe('ScoringError');
  });

  it('says what to do with an ArrayBuffer', async () => {
    if (load === loaders['loadBundle'] || load === loaders['surveyBundle'] || load === openSavedPipeline) return;
    const isPath = load === loaders['openModelFile, its path'];
    const expected = isPath ? 'not a text' : 'write new Uint8Array(buffer)';
    expect(() => load(new ArrayBuffer(8) as never)).toThrow(expected);
  });
});

const options: readonly (readonly [string, unknown])[] = [
  ['a misspelt name', { Rounds: 1, maxbytes: 1, Outputs: [], Strict: true }],
  ['a number', 5],
  ['a text', 'strict'],
  ['a list', [1]],
  ['null', null],
  [
    'NaN',
    {
      rounds: Number.NaN,
      iterations: Number.NaN,
      strict: Number.NaN,
      maxBytes: Number.NaN,
      outputs: Number.NaN,
      xgboost: Number.NaN,
    },
  ],
];

const xgboost = door.loadXgboost(await xgboostBytes());
const lightgbm = door.loadLightgbm(read('lightgbm/binary-2.3.txt'));
const catboost = door.loadCatboost(read('catboost/logloss.json'));
const words = door.loadCatboost(read('catboost/cats-combined.cbm'));
const sklearn = door.loadSklearn(read('sklearn/ada-multi-1.9/model.joblib'));
const texts = door.loadSklearn(read('sklearn/count-1.9/model.joblib'));
const file = door.openModelFile('model.joblib', read('sklearn/ada-multi-1.9/model.joblib'));
const boosterFile = door.openModelFile('xgboost-model', await xgboostBytes());
const files = await bundleFiles();
const bundle = door.loadBundle(files, { outputs: ['features'] });
const frame = door.decodeJsonRows(diamonds.slice(0, 2), bundle.inputSchema);

const dense = (columnCount: number) => ({
  kind: 'dense',
  values: new Float64Array(columnCount * 2),
  rowCount: 2,
  columnCount,
});
const xgb = dense(xgboost.featureCount);
const sparse = {
  kind: 'sparse',
  starts: Int32Array.of(0, 1, 2),
  indices: Int32Array.of(0, 1),
  values: Float64Array.of(1, 2),
  rowCount: 2,
  columnCount: xgboost.featureCount,
  absent: 0,
};

/** Rows that no booster takes, from rows that it takes. */
const changes: readonly (readonly [string, (rows: typeof xgb) => unknown])[] = [
  ['values too short', (rows) => ({ ...rows, values: rows.values.subarray(1) })],
  ['values too long', (rows) => ({ ...rows, values: new Float64Array(rows.values.length + 1) })],
  ['too many rows', (rows) => ({ ...rows, rowCount: 3 })],
  ['too few rows', (rows) => ({ ...rows, rowCount: 1 })],
  ['NaN rows', (rows) => ({ ...rows, rowCount: Number.NaN })],
  ['minus one row', (rows) => ({ ...rows, rowCount: -1 })],
  ['half a row', (rows) => ({ ...rows, rowCount: 1.5 })],
  ['a text of rows', (rows) => ({ ...rows, rowCount: '2' })],
  ['a bigint of rows', (rows) => ({ ...rows, rowCount: 2n })],
  ['no columns', (rows) => ({ ...rows, columnCount: undefined })],
  ['2 columns', (rows) => ({ ...rows, values: new Float64Array(4), columnCount: 2 })],
  [
    'a column more',
    (rows) => ({ ...rows, values: new Float64Array(2 * (rows.columnCount + 1)), columnCount: rows.columnCount + 1 }),
  ],
  ['texts', (rows) => ({ ...rows, values: Array.from(rows.values, String) })],
  ['a plain list', (rows) => ({ ...rows, values: Array.from(rows.values) })],
  ['whole numbers', (rows) => ({ ...rows, values: new Int32Array(rows.values.length) })],
  ['no values', (rows) => ({ ...rows, values: undefined })],
  ['another kind', (rows) => ({ ...rows, kind: 'Dense' })],
  ['no kind', ({ values, rowCount, columnCount }) => ({ values, rowCount, columnCount })],
  ['values alone', (rows) => rows.values],
  ['nothing', () => undefined],
  ['null', () => null],
  ['a text', () => '1,2,3'],
  ['a number', () => 1],
  ['a bigint', () => 1n],
  ['sparse rows without a word on absence', () => ({ ...sparse, absent: undefined })],
];

const sparseChanges: readonly (readonly [string, object])[] = [
  ['starts too short', { starts: Int32Array.of(0, 1) }],
  ['starts that go back', { starts: Int32Array.of(0, 2, 1) }],
  ['starts beyond the values', { starts: Int32Array.of(0, 1, 5) }],
  ['a start below 0', { starts: Int32Array.of(-1, 1, 2) }],
  ['starts in a list', { starts: [0, 1, 2] }],
  ['fewer indices', { indices: Int32Array.of(0) }],
  ['an index beyond the columns', { indices: Int32Array.of(0, xgboost.featureCount) }],
  ['an index below 0', { indices: Int32Array.of(-1, 0) }],
  ['absent: missing', { absent: 'Missing' }],
  ['absent: NaN', { absent: Number.NaN }],
  ['NaN columns', { columnCount: Number.NaN }],
];

describe.each([
  ['XGBoost', xgb, xgboost],
  ['LightGBM', dense(lightgbm.featureCount), lightgbm],
  ['CatBoost', dense(catboost.featureCount), catboost],
] as const)('a model of %s', (_library, rows, model) => {
  const methods = Object.entries(model).filter(
    ([name, value]) => typeof value === 'function' && name !== 'describe',
  ) as [string, (given: unknown, options?: unknown) => ArrayLike<number>][];

  it('answers right rows', () => {
    expect(methods.length).toBeGreaterThan(1);
    for (const [, call] of methods) expect(call(rows).length).toBeGreaterThan(0);
  });

  it.each(changes)('throws ScoringError alone for wrong rows (%s)', async (_what, change) => {
    for (const [name, call] of methods)
      expect([name, await outcome(() => call(change(rows)))]).toEqual([name, 'ScoringError']);
  });

  it.each(options)('and for wrong options (%s)', async (_what, given) => {
    for (const [name, call] of methods)
      expect([name, await outcome(() => call(rows, given))]).toEqual([name, 'ScoringError']);
  });
});

describe('sparse rows', () => {
  it('are answered where they are right', () => expect(xgboost.predict(sparse as never)).toHaveLength(2));

  it.each(sparseChanges)('throw ScoringError alone where they are wrong (%s)', async (_what, change) => {
    expect(await outcome(() => xgboost.predict({ ...sparse, ...change } as never))).toBe('ScoringError');
    expect(await outcome(() => boosterFile.call('predict', { ...sparse, ...change } as never))).toBe('ScoringError');
  });
});

/** Rows that no model of tables takes. */
const noRows: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['a text', 'a,b'],
  ['a number', 1],
  ['a bigint', 1n],
  ['no rows', []],
  ['no row', [undefined]],
  ['a row of nothing', [[]]],
  ['a flat list', [1, 2, 3, 4, 5]],
  ['a row of texts', [['1', '2', '3', '4', '5']]],
  ['a row of lists', [[[1], [2], [3], [4], [5]]]],
  ['a row of symbols', [[Symbol('a'), 1, 2, 3, 4]]],
  ['a row of undefined', [[undefined, 1, 2, 3, 4]]],
  ['a row of holes', [Object.assign([], { length: 5 })]],
  ['rows of two lengths', [[1, 2, 3, 4, 5], [1]]],
  ['rows of two shapes', [[1, 2, 3, 4, 5], { a: 1 }]],
  ['two columns', [[1, 2]]],
  ['names of no column', [{ a: 1, b: 2, c: 3, d: 4, e: 5 }]],
  ['a matrix without values', { kind: 'matrix', rows: 1, columns: 5 }],
  ['a matrix too short', { kind: 'matrix', rows: 2, columns: 5, values: new Float64Array(5) }],
  ['a matrix of NaN rows', { kind: 'matrix', rows: Number.NaN, columns: 5, values: new Float64Array(5) }],
  ['a matrix of texts', { kind: 'matrix', rows: 1, columns: 5, values: ['1', '2', '3', '4', '5'] }],
  ['a matrix with too few names', { kind: 'matrix', rows: 1, columns: 5, values: new Float64Array(5), names: ['a'] }],
  [
    'columns too short',
    {
      kind: 'mixed',
      rows: 2,
      cells: Array.from({ length: 5 }, () => ({ kind: 'number', values: new Float64Array(1) })),
    },
  ],
  ['columns of nothing', { kind: 'mixed', rows: 1, cells: [1, 2, 3, 4, 5] }],
  [
    'columns of another kind',
    { kind: 'mixed', rows: 1, cells: Array.from({ length: 5 }, () => ({ kind: 'given', values: [1] })) },
  ],
  ['another kind', { kind: 'table', rows: 1 }],
];

describe.each([
  ['loadSklearn().predict', (given: unknown) => sklearn.predict(given as never)],
  ['loadSklearn().call', (given: unknown) => sklearn.call('predict_proba', given as never)],
  ['openModelFile().call', (given: unknown) => file.call('predict', given as never)],
  ['loadCatboost().predict with categories', (given: unknown) => words.predict(given as never)],
] as const)('%s', (name, call) => {
  it.each(noRows)('throws ScoringError alone for wrong rows (%s)', async (what, given) => {
    // CatBoost answers no rows with no answers.
    if (name.startsWith('loadCatboost') && what === 'no rows') return;
    expect(await outcome(() => call(given))).toBe('ScoringError');
  });

  it('refuses methods that there are not, with the nearest', () => {
    expect(() => sklearn.call('predict_probs' as never, [])).toThrow('did you mean "predict_proba"?');
    expect(() => file.call(undefined as never, [])).toThrow('has no method undefined');
  });
});

describe('a model of texts', () => {
  it.each([
    ['a bigint', [1n]],
    ['nothing', [undefined]],
    ['a list', [['a']]],
    ['a text', 'a'],
    ['two texts', ['a', 'b']],
  ])('throws ScoringError alone for a row of %s', async (_what, row) => {
    expect(await outcome(() => texts.call('transform', [row] as never))).toBe('ScoringError');
  });
});

const carat = frame.schema.fields.findIndex(({ name }) => name === 'carat');
const column = (change: object) => ({
  ...frame,
  columns: frame.columns.map((one, at) => (at === carat ? { ...one, ...change } : one)),
});

/** Frames that are none of the bundle's. */
const noFrames: readonly (readonly [string, unknown])[] = [
  ...noFiles.slice(0, 7),
  ['too many rows', { ...frame, rowCount: 3 }],
  ['too few rows', { ...frame, rowCount: 1 }],
  ['NaN rows', { ...frame, rowCount: Number.NaN }],
  ['minus one row', { ...frame, rowCount: -1 }],
  ['a bigint of rows', { ...frame, rowCount: 2n }],
  ['no schema', { ...frame, schema: undefined }],
  ['a schema of names', { ...frame, schema: { fields: ['carat'] } }],
  ['no columns', { ...frame, columns: undefined }],
  ['two columns', { ...frame, columns: frame.columns.slice(0, 2) }],
  [
    'two columns and fields',
    { ...frame, schema: { fields: frame.schema.fields.slice(0, 2) }, columns: frame.columns.slice(0, 2) },
  ],
  [
    'a name in capitals',
    {
      ...frame,
      schema: { fields: frame.schema.fields.map((field, at) => (at === carat ? { ...field, name: 'Carat' } : field)) },
    },
  ],
  [
    'a type that is none',
    { ...frame, schema: { fields: frame.schema.fields.map((field) => ({ ...field, type: 'double' })) } },
  ],
  ['texts for numbers', column({ values: ['1', '2'] })],
  ['texts where numbers are wanted', column({ kind: 'string', values: ['1', '2'] })],
  ['numbers in a list', column({ values: [1, 2] })],
  ['values too short', column({ values: new Float64Array(1) })],
  ['another kind', column({ kind: 'numbers' })],
  ['nulls in a list', column({ nulls: [0, 0] })],
  ['no column', { ...frame, columns: frame.columns.with(0, undefined as never) }],
  ['rejections in a list', { ...frame, rejections: [] }],
];

describe('frames', () => {
  it.each(noFrames)('throw ScoringError alone where they are wrong (%s)', async (_what, given) => {
    expect(await outcome(() => bundle.score(given as never))).toBe('ScoringError');
    expect(await outcome(() => bundle.scoreShared(given as never))).toBe('ScoringError');
    for (const call of [door.encodeJsonRows, door.toFeatureRows]) {
      // These take frames of any names and kinds, if they are whole.
      expect(await outcome(() => call(given as never))).not.toMatch(/^(?!ScoringError$|an answer$)/);
    }
  });

  it('name the nearest column', () => {
    const [row] = diamonds as [Record<string, string | number>];
    const { cut, ...others } = row;
    const decode = (given: object) => () => door.decodeJsonRows([given], bundle.inputSchema);
    expect(decode({ ...others, Cut: cut })).toThrow(
      'Row 1 has the column "Cut", which the model does not know; did you mean "cut"?',
    );
    expect(decode({ ...row, price: 3 })).toThrow('Row 1 has the column "price"');
    expect(decode({ cut, carat: 1 })).toThrow(
      'Row 1 lacks the column "color" and 6 more (clarity, depth, table, x, y, z).',
    );
    expect(door.decodeJsonRows([{ cut, more: 1 }], bundle.inputSchema, { strict: false }).rowCount).toBe(1);
    expect(() => door.loadBundle(files, { outputs: ['feature'] })).toThrow('did you mean "features"?');
    expect(() => door.loadBundle(files, { output: ['features'] } as never)).toThrow(
      'There is no option "output"; did you mean "outputs"?',
    );
  });
});

describe('rows of JSON', () => {
  const noJsonRows = [...noFiles.slice(0, 7), ...noFiles.slice(11, 16)].filter(([, given]) => given !== undefined);
  it.each([
    ...noJsonRows,
    ['nothing', undefined],
    ['lists', [[1, 2, 3]]],
    ['texts for numbers', [{ ...diamonds[0], carat: '1.5' }]],
    ['bigints', [{ ...diamonds[0], carat: 1n }]],
    ['undefined', [{ ...diamonds[0], carat: undefined }]],
    ['a vector for a number', [{ ...diamonds[0], carat: { type: 'dense', values: [1] } }]],
  ] as [string, unknown][])('throw ScoringError alone where they are wrong (%s)', async (_what, given) => {
    expect(await outcome(() => door.decodeJsonRows(given as never, bundle.inputSchema))).toBe('ScoringError');
  });

  it.each([
    ...noFiles.slice(0, 8),
    ['a schema of texts', { fields: ['a'] }],
    ['a type that is none', { fields: [{ name: 'a', type: { base: 'Double', shape: 'scalar' } }] }],
  ] as [string, unknown][])('and where the schema is (%s)', async (_what, given) =>
    expect(await outcome(() => door.decodeJsonRows([], given as never))).toBe('ScoringError'),
  );

  it.each(noFiles.slice(0, 7))('and lines that are no JSON (%s)', async (_what, given) => {
    expect(await outcome(() => door.parseJsonRow(given as never))).toBe('ScoringError');
  });
});

describe('options of loaders', () => {
  const calls: Readonly<Record<string, (given: never) => unknown>> = {
    loadXgboost: (given) => xgboostBytes().then((bytes) => door.loadXgboost(bytes, given)),
    loadSklearn: (given) => door.loadSklearn(read('sklearn/ada-multi-1.9/model.joblib'), given),
    loadBundle: (given) => door.loadBundle(files, given),
    surveyBundle: (given) => door.surveyBundle(files, given),
    openSavedPipeline: (given) => openSavedPipeline(files, given),
  };
  it.each(options)('are refused where they are wrong (%s)', async (_what, given) => {
    for (const [name, call] of Object.entries(calls))
      expect([name, await outcome(() => call(given as never))]).toEqual([name, 'ScoringError']);
  });
});

describe('findModelFile() and denseVectors()', () => {
  it.each(noFiles)('throw ScoringError alone (%s)', async (_what, given) => {
    const isMap =
      given instanceof Map &&
      [...given].every(([path, bytes]) => typeof path === 'string' && bytes instanceof Uint8Array);
    if (!isMap) expect(await outcome(() => door.findModelFile(given as never))).toBe('ScoringError');
    expect(await outcome(() => door.denseVectors(given as never, 2, 3))).toBe('ScoringError');
  });
});
