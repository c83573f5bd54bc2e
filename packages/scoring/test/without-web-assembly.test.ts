import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { webAssembly } from '../src/kernels/wasm/web-assembly.ts';

/*
 * A process has addresses for some thousands of WebAssembly memories; a page's Content-Security-Policy refuses modules
 * (`script-src 'self'` without 'wasm-unsafe-eval'); an engine may have no WebAssembly at all (`--jitless`). What is answered then is
 * compared with what is answered with WebAssembly, which other tests compare with the libraries. Each engine loads the
 * library anew, so that nothing is compiled before it refuses.
 */
const golden = resolve(import.meta.dirname, '../../../test/golden');
const groups: Readonly<Record<string, readonly string[]>> = {
  XGBoost: globSync(join(golden, 'xgboost/*/{model.*,xgboost-model}')),
  LightGBM: globSync(join(golden, 'lightgbm/*.txt')),
  CatBoost: globSync(join(golden, 'catboost/*.cbm')),
  'scikit-learn': globSync(join(golden, 'sklearn/*-1.9/model.joblib')),
  'linear-learner and its like': globSync(join(golden, 'first-party/*/model_algo-1')),
};

/** Fewer models than there are, so that none can go missing unseen. */
const leastAnswered: Readonly<Record<string, number>> = {
  XGBoost: 200,
  LightGBM: 45,
  CatBoost: 15,
  'scikit-learn': 200,
  'linear-learner and its like': 8,
};

/** The doors of a library that nobody has used yet. */
async function loadLibrary() {
  vi.resetModules();
  const firstParty = {
    factorization: (await import('../src/aws/factorization-machines.ts')).loadFactorizationMachines,
    kmeans: (await import('../src/aws/k-means.ts')).loadKMeans,
    linear: (await import('../src/aws/linear-learner.ts')).loadLinearLearner,
    pca: (await import('../src/aws/pca.ts')).loadPca,
  };
  return {
    ...(await import('../src/model-file/open-model-file.ts')),
    ...(await import('../src/model-file/read-input.ts')),
    ...(await import('../src/frame/table.ts')),
    ...(await import('../src/formats/csv/csv-rows.ts')),
    ...(await import('../src/frame/data-type.ts')),
    firstParty,
  };
}

type Library = Awaited<ReturnType<typeof loadLibrary>>;

/** Whole numbers and quarters: any will do, as both sides get the same. Where columns take texts, the rows of the golden case. */
const cellsOf = (count: number) => Float64Array.from({ length: count }, (_none, at) => ((at * 7919) % 23) / 4 - 2);

/** More than a group of 128, and of what is left more than few: each way to score trees takes part. */
const ROWS = 140;

function answerOf(library: Library, path: string): unknown {
  try {
    const bytes = readFileSync(path);
    if (path.includes('first-party')) return answerOfAlgorithm(library, path, bytes);
    const model = library.openModelFile(path, bytes);
    if (path.endsWith('.cbm')) {
      const rows = readFileSync(path.replace(/cbm$/, 'input.csv'), 'utf8');
      const input = library.readInput(rows, { format: 'csv', hasHeader: false }, model);
      return model.call('predict', input).table;
    }
    const facts = model.describe().details as { featureCount?: number };
    const columns = model.columnNames?.length ?? facts.featureCount ?? 0;
    const call = (rows: number) => {
      const input = library.newMatrix(rows, columns, cellsOf(columns * rows));
      return model.call(model.methods[0] as 'predict', input).table;
    };
    return [call(ROWS), call(1)];
  } catch (error) {
    return String(error);
  }
}

function answerOfAlgorithm({ firstParty }: Library, path: string, bytes: Uint8Array): unknown {
  const name = dirname(relative(join(golden, 'first-party'), path)).split('-')[0] as keyof typeof firstParty;
  const model = firstParty[name](bytes);
  const { featureCount: columnCount } = model;
  return model.predict({ kind: 'dense', values: cellsOf(columnCount * ROWS), rowCount: ROWS, columnCount });
}

const csv = Array.from({ length: 600 }, (_none, row) => `${row / 8},word${row % 9},${row}e-3`).join('\n');

function columnsOf({ CsvRows, scalar }: Library): unknown {
  const types = [scalar('double'), scalar('string'), scalar('double')];
  const schema = { fields: types.map((type, at) => ({ name: `c${at}`, type })) };
  const { columns } = new CsvRows(schema).decode(new TextEncoder().encode(csv));
  return columns.map(({ values }) => Array.from(values as number[]));
}

class Refused {
  constructor() {
    throw new RangeError('WebAssembly.Memory(): could not allocate memory');
  }
}

/** The object of the process, which all libraries that are loaded look into. */
const engine = webAssembly as NonNullable<typeof webAssembly>;

/** Makes the engine refuse; how often it was asked. */
type Refuse = () => () => number;

const refusing =
  (part: keyof typeof engine): Refuse =>
  () => {
    const spy = vi.spyOn(engine, part).mockImplementation(Refused);
    return () => spy.mock.calls.length;
  };

const refusingEverySecond: Refuse = () => {
  const { Module } = engine;
  let asked = 0;
  const spy = vi.spyOn(engine, 'Module').mockImplementation(function ask(bytes) {
    asked++;
    return asked % 2 === 0 ? (new Refused() as never) : new Module(bytes);
  });
  return () => spy.mock.calls.length;
};

const engines: Readonly<Record<string, { refuse: Refuse; least: number; most: number }>> = {
  'refuses memory': { refuse: refusing('Memory'), least: 200, most: Infinity },
  // Trees that are answered as bits take two modules: there are walks without bits then.
  'refuses every second module': { refuse: refusingEverySecond, least: 7, most: 40 },
  // Three kinds of walks, two of doubles, symmetric trees, linear algebra. What was refused once is not tried again.
  'refuses modules': { refuse: refusing('Module'), least: 7, most: 7 },
  'refuses instances': { refuse: refusing('Instance'), least: 200, most: Infinity },
  'has no WebAssembly': {
    refuse: () => {
      vi.stubGlobal('WebAssembly', undefined);
      return () => 0;
    },
    least: 0,
    most: 0,
  },
};

/** What an engine with WebAssembly answers, by path of the model. */
let expected: ReadonlyMap<string, unknown>;
let expectedColumns: unknown;

beforeAll(async () => {
  const library = await loadLibrary();
  const paths = Object.values(groups).flat();
  expected = new Map(paths.map((path) => [path, answerOf(library, path)]));
  expectedColumns = columnsOf(library);
}, 60_000);

describe.each(Object.entries(engines))('an engine that %s', (_name, { refuse, least, most }) => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it('answers as one with WebAssembly does', { timeout: 60_000 }, async () => {
    const countCalls = refuse();
    const library = await loadLibrary();
    for (const [group, paths] of Object.entries(groups)) {
      const answers = paths.map((path) => answerOf(library, path));
      const answered = answers.filter((answer) => typeof answer !== 'string');
      expect(answered.length, group).toBeGreaterThanOrEqual(leastAnswered[group] as number);
      paths.forEach((path, at) => expect(answers[at], path).toEqual(expected.get(path)));
    }
    expect(countCalls()).toBeGreaterThanOrEqual(least);
    expect(countCalls()).toBeLessThanOrEqual(most);
  });

  it('reads Parquet that is compressed by Snappy, of a pipeline that Spark saved', async () => {
    refuse();
    vi.resetModules();
    const { load } = await import('../src/doors/load.ts');
    const model = await load(readFileSync(join(golden, 'spark/3.3/pca/model.tar.gz')));
    // The first row of the golden case, and Spark's own answer.
    const [first = ''] = readFileSync(join(golden, 'spark/3.3/pca/input.jsonl'), 'utf8').split('\n');
    const [wanted = ''] = readFileSync(join(golden, 'spark/3.3/pca/expected.jsonl'), 'utf8').split('\n');
    const { v } = JSON.parse(first) as { v: { values: number[] } };
    const { o } = (JSON.parse(wanted) as { output: { o: { values: number[] } } }).output;
    const answer = model.predictOne({ v: v.values }).o as number[];
    answer.forEach((value, at) => expect(value).toBeCloseTo(o.values[at] as number, 12));
  });

  it('reads CSV as one with WebAssembly does', async () => {
    refuse();
    expect(columnsOf(await loadLibrary())).toEqual(expectedColumns);
  });
});
