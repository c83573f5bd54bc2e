import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Table } from '../../src/frame/table.ts';
import { ScoringError } from '../../src/scoring-error.ts';
import { loadSklearn } from '../../src/sklearn/load-sklearn.ts';
import type { SklearnModel } from '../../src/sklearn/sklearn-model.ts';
import { differences, type GoldenCase, goldenCases, readExpected, readInput, readModelFile } from './golden-cases.ts';

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const matrix = (columns: number, ...values: number[]): Table => ({
  kind: 'matrix',
  rows: values.length / columns,
  columns,
  values: Float64Array.from(values),
});

function refusal(run: () => unknown): ScoringError {
  try {
    run();
  } catch (error) {
    if (error instanceof ScoringError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('loadSklearn() refuses', () => {
  it.each([
    ['lz4', '\x04\x22\x4d\x18'],
    ["joblib's format before 0.10", 'ZF0x1'],
  ])('%s compression by name', (name, head) => {
    expect(refusal(() => loadSklearn(latin1(head)))).toMatchObject({
      code: 'unsupported_model',
      message: expect.stringContaining(`compressed as ${name}`),
    });
  });

  it('weights of terms that are fewer than the terms', () => {
    const pickle = latin1('csklearn.feature_extraction.text\nTfidfTransformer\n)\x81}(Vidf_\n(lF1.5\naub.');
    const model = loadSklearn(pickle);
    expect(model.call('transform', matrix(1, 2))).toMatchObject({ rows: 1 });
    expect(refusal(() => model.call('transform', matrix(2, 1, 2)))).toMatchObject({
      code: 'unsupported_model',
      message: expect.stringContaining('attribute idf_ is not a weight for each of 2 terms'),
    });
  });

  it('a function of the user by name', () => {
    const pickle = latin1(
      'csklearn.preprocessing._function_transformer\nFunctionTransformer\n)\x81}(Vfunc\nc__main__\nclean\nub.',
    );
    expect(refusal(() => loadSklearn(pickle)).message).toContain('__main__.clean');
  });

  it('an estimator that is not in the table, with its release', () => {
    const pickle = latin1('csklearn.cluster._dbscan\nDBSCAN\n)\x81}(V_sklearn_version\nV1.5.1\nub.');
    const error = refusal(() => loadSklearn(pickle));
    expect(error.code).toBe('unsupported_model');
    expect(error.message).toBe(
      'cluster.DBSCAN of scikit-learn 1.5.1 is not read natively (the class is not known); serve it with Python, in an image named sagemaker-scikit-learn.',
    );
  });

  it('releases before 0.22', () => {
    const pickle = latin1('csklearn.linear_model.base\nLinearRegression\n)\x81}(V_sklearn_version\nV0.20.3\nub.');
    expect(refusal(() => loadSklearn(pickle)).message).toContain('before 0.22');
  });

  it('a pickle of something else', () => {
    expect(refusal(() => loadSklearn(latin1('(lp0\nI1\na.')))).toMatchObject({ code: 'unsupported_model' });
    expect(refusal(() => loadSklearn(latin1('cos\nsystem\n(Vid\ntR.')))).toMatchObject({ code: 'unsupported_model' });
    expect(refusal(() => loadSklearn(new Uint8Array(0)))).toMatchObject({ code: 'bad_model' });
  });

  it('a pipeline that holds itself', () => {
    // steps = [('again', the pipeline)]
    const pickle = latin1('csklearn.pipeline\nPipeline\n)\x81q\x00}(Vsteps\n](Vagain\nh\x00teub.'.replace('](', '](('));
    expect(refusal(() => loadSklearn(pickle))).toMatchObject({
      code: 'bad_model',
      message: expect.stringContaining('nests'),
    });
  });

  it('unions that double 60 times over', () => {
    let value = 'csklearn.preprocessing._data\nBinarizer\n)\x81}(Vthreshold\nK\x00ub';
    for (let at = 0; at < 60; at++) {
      const item = at.toString().padStart(2, '0');
      value = `${value}r${String.fromCharCode(at)}\0\0\x000csklearn.pipeline\nFeatureUnion\n)\x81}(Vtransformer_list\n]((Va${item}\nj${String.fromCharCode(at)}\0\0\0t(Vb${item}\nj${String.fromCharCode(at)}\0\0\0teub`;
    }
    expect(refusal(() => loadSklearn(latin1(`${value}.`)))).toMatchObject({
      code: 'bad_model',
      message: expect.stringContaining('nests'),
    });
  });

  it('compressed files that expand beyond the limit', () => {
    const error = refusal(() => loadSklearn(readModelFile('forms-1.9', 'zlib.joblib'), { maxBytes: 1000 }));
    expect(error).toMatchObject({ code: 'bad_model', message: expect.stringContaining('beyond 1000 bytes') });
  });

  it('compressed files with one byte changed or cut', () => {
    for (const file of ['zlib.joblib', 'gzip.joblib']) {
      const bytes = Uint8Array.from(readModelFile('forms-1.9', file));
      expect(refusal(() => loadSklearn(bytes.subarray(0, bytes.length - 3))).code).toBe('bad_model');
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
      expect(refusal(() => loadSklearn(bytes)).code).toBe('bad_model');
    }
  });
});

describe('SklearnModel.call() refuses', () => {
  const logistic = loadSklearn(readModelFile('logistic-two-1.9'));

  it.each<[string, Table, string, string]>([
    ['too few columns', matrix(2, 1, 2), 'wrong_size', 'The input has 2 columns; the model was fitted on 5.'],
    ['no rows', matrix(5), 'wrong_size', 'The input has no rows; at least one is needed.'],
    [
      'a missing cell',
      matrix(5, 1, 2, Number.NaN, 4, 5),
      'invalid_value',
      'Row 1, column 2 is missing (NaN), which linear_model.LogisticRegression does not take.',
    ],
    [
      'infinity',
      matrix(5, 1, 2, 3, 4, Infinity),
      'invalid_value',
      'Row 1, column 4 is infinite, which linear_model.LogisticRegression does not take.',
    ],
  ])('%s', (_title, table, code, message) => {
    expect(refusal(() => logistic.predict(table))).toMatchObject({ code, message });
  });

  it('a method that the model lacks', () => {
    expect(refusal(() => logistic.call('transform', matrix(5, 1, 2, 3, 4, 5))).message).toBe(
      'linear_model.LogisticRegression has no method transform; it has predict, predict_proba, decision_function.',
    );
  });

  it('texts where numbers are needed, but reads numbers in texts', () => {
    const table = (cell: string): Table => ({
      kind: 'mixed',
      rows: 1,
      cells: ['1', '2.5e0', ' -3 ', '1_000', cell].map((value) => ({ kind: 'string', values: [value] })),
    });
    expect(logistic.predict(table('7')).rows).toBe(1);
    expect(refusal(() => logistic.predict(table('0x10')))).toMatchObject({
      code: 'wrong_type',
      place: { row: 0, column: 4, value: '0x10' },
    });
  });

  it('an unseen category', () => {
    const model = loadSklearn(readModelFile('one-hot-missing-1.9'));
    expect(model.methods).toEqual(['transform']);
    const strict = loadSklearn(readModelFile('ordinal-missing-1.9'));
    const table: Table = {
      kind: 'mixed',
      rows: 1,
      names: ['colour', 'shape'],
      cells: [
        { kind: 'string', values: ['pink'] },
        { kind: 'string', values: ['flat'] },
      ],
    };
    expect(refusal(() => strict.call('transform', table))).toMatchObject({
      code: 'invalid_value',
      place: { row: 0, column: 0, value: 'pink' },
    });
  });

  it('a frame without a column that the model takes by name', () => {
    const model = loadSklearn(readModelFile('columns-weights-1.9'));
    const table: Table = { kind: 'mixed', rows: 1, names: ['shape'], cells: [{ kind: 'string', values: ['flat'] }] };
    expect(refusal(() => model.call('transform', table))).toMatchObject({
      code: 'missing_column',
      message: 'The input lacks the column "age".',
    });
  });
});

describe('SklearnModel.call() of many rows', () => {
  it('names the row of the input, though it is scored in batches', () => {
    const model = loadSklearn(readModelFile('logistic-two-1.9'));
    const columns = model.columns ?? 0;
    const rows = 70_000;
    const values = new Float64Array(rows * columns);
    values[(rows - 2) * columns] = Number.NaN;
    expect(refusal(() => model.call('predict', { kind: 'matrix', rows, columns, values }))).toMatchObject({
      message: `Row ${rows - 1}, column 0 is missing (NaN), which linear_model.LogisticRegression does not take.`,
      place: { row: rows - 2 },
    });
  });
});

describe('SklearnModel.call() with names', () => {
  const golden = goldenCases().find(({ name }) => name === 'one-hot-ignore-1.9') as GoldenCase;
  const model = loadSklearn(readModelFile(golden.name));
  const input = readInput(golden);

  it('takes columns by name, in any order', () => {
    const mixed = input as Extract<Table, { kind: 'mixed' }>;
    const table: Table = { ...mixed, names: (mixed.names ?? []).toReversed(), cells: mixed.cells.toReversed() };
    expect(differences(model.call('transform', table), readExpected(golden.name, 'transform'), 0)).toEqual([]);
  });

  it('refuses a column that it was not fitted on, as scikit-learn does', () => {
    const mixed = input as Extract<Table, { kind: 'mixed' }>;
    const extra = { kind: 'number' as const, values: new Float64Array(input.rows) };
    const table: Table = { ...mixed, names: ['more', ...(mixed.names ?? [])], cells: [extra, ...mixed.cells] };
    expect(refusal(() => model.call('transform', table))).toMatchObject({
      code: 'wrong_size',
      message: 'The input has the column "more", which the model was not trained on.',
    });
  });

  it('refuses a frame that lacks one', () => {
    const table: Table = { ...(input as Extract<Table, { kind: 'mixed' }>), names: ['colour', 'form'] };
    expect(refusal(() => model.call('transform', table))).toMatchObject({
      code: 'missing_column',
      place: { column: 'shape' },
    });
  });

  it('gives the names it was fitted on', () => {
    expect(model.featureNames).toEqual(['colour', 'shape']);
    expect(model.describe()).toBe('preprocessing.OneHotEncoder of scikit-learn 1.9.1, 2 columns: transform');
  });
});

describe('hostile model files that amplify', () => {
  // {length} float64 zeros from the file, named once in the memo, used by many scalers of one union.
  const array = (length: number) =>
    `cnumpy.core.numeric\n_frombuffer\n(B${uint32(length * 8)}${'\0'.repeat(length * 8)}cnumpy\ndtype\n(Vf8\ntRJ${uint32(length)}\x85VC\ntRr\xff\0\0\x000`;
  const scaler = 'csklearn.preprocessing._data\nRobustScaler\n)\x81}(Vcenter_\nj\xff\0\0\0Vscale_\nj\xff\0\0\0ub';

  it('one array used over and over', () => {
    const parts = `(Va\n${scaler}t`.repeat(2000);
    const pickle = latin1(`${array(100_000)}csklearn.pipeline\nFeatureUnion\n)\x81}(Vtransformer_list\n](${parts}eub.`);
    expect(refusal(() => loadSklearn(pickle))).toMatchObject({
      code: 'bad_model',
      message: expect.stringContaining('over and over'),
    });
  });

  it('polynomials of a high degree', () => {
    const pickle = latin1(
      'csklearn.preprocessing._polynomial\nPolynomialFeatures\n)\x81}(Vn_features_in_\nM\xff\xffVdegree\nK\x09ub.',
    );
    expect(refusal(() => loadSklearn(pickle)).message).toContain('more than 1000000 columns');
  });

  function uint32(value: number): string {
    return String.fromCharCode(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24);
  }
});

describe('hostile model files', () => {
  const names = [
    'forest-multi-1.9',
    'hist-categories-1.9',
    'columns-nested-1.9',
    'svc-probability-multi-1.9',
    'text-pipeline-1.2',
    'spline-linear-1.2',
    'knn-imputer-distance-1.9',
    'gaussian-mixture-tied-1.2',
  ];
  const whole = names.map((name) => readModelFile(name));

  /** Scores a few rows if the file loads at all: whatever it holds, only a ScoringError may come of it. */
  function tryOut(bytes: Uint8Array): void {
    let model: SklearnModel;
    try {
      model = loadSklearn(bytes);
    } catch (error) {
      if (error instanceof ScoringError) return;
      throw error;
    }
    const columns = Math.min(model.columns ?? 5, 100);
    for (const method of model.methods) {
      try {
        model.call(method, matrix(columns, ...Array.from({ length: columns * 2 }, (_none, at) => at - 3)));
      } catch (error) {
        if (!(error instanceof ScoringError)) throw error;
      }
    }
  }

  // The three counts of support vectors, as the file holds them; a count of 2^31 - 1 would be summed over for minutes.
  it('that claim more support vectors than they hold', () => {
    const bytes = Uint8Array.from(readModelFile('svc-probability-multi-1.9'));
    const counts = new Uint8Array(Int32Array.of(30, 23, 24).buffer);
    const start = bytes.findIndex((_byte, at) => counts.every((byte, offset) => bytes[at + offset] === byte));
    expect(start).toBeGreaterThan(0);
    bytes.set([0xff, 0xff, 0xff, 0x7f], start);
    expect(refusal(() => loadSklearn(bytes)).message).toContain('3 counts that add up to 77 support vectors');
  });

  // `scripts/soak-sklearn.ts` does the same over all golden models, for as long as one likes.
  it('with bytes changed at random end in answers or ScoringErrors', () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.nat(names.length - 1), edits, (file, changes) => {
        const bytes = Uint8Array.from(whole[file] as Uint8Array);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        tryOut(bytes);
      }),
      { numRuns: 300 },
    );
  });

  it('that are cut anywhere end in ScoringErrors', () => {
    fc.assert(
      fc.property(fc.nat(names.length - 1), fc.nat(), (file, end) => {
        const bytes = whole[file] as Uint8Array;
        expect(refusal(() => loadSklearn(bytes.subarray(0, end % bytes.length))).code).toBe('bad_model');
      }),
      { numRuns: 300 },
    );
  });
});
