import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  chain,
  load,
  loadCatboost,
  loadLightgbm,
  loadMleap,
  loadSklearn,
  loadXgboost,
  type Model,
  type Rows,
} from '../../src/index.ts';
import { bundleFiles, diamonds, xgboostBytes } from './diamonds.ts';

const golden = resolve(import.meta.dirname, '../../../../test/golden');
const read = (path: string) => readFileSync(join(golden, path));

/** Answers to two different inputs, and how each is asked for. */
interface Kind {
  readonly name: string;
  readonly ask: (which: number) => unknown;
}

/** Three rows of numbers that differ from those of any other `which`. */
const numbers = (model: Model, which: number): Rows => ({
  values: Float64Array.from({ length: model.inputs.length * 3 }, (_none, at) => Math.sin(at * (which + 1)) * 3),
  columns: model.inputs.length,
});

function kindsOf(model: Model, rows: (which: number) => Rows): Kind[] {
  return model.methods.map((method) => ({
    name: `${method} of ${model.format}`,
    ask: (which) => {
      const result = model.predict(rows(which), { method });
      return { rows: result.toRows(), columns: result.names.map((name) => result.column(name)) };
    },
  }));
}

async function kinds(): Promise<Kind[]> {
  const saved = join(golden, 'spark/3.3/pca');
  const savedRows = readFileSync(join(saved, 'input.jsonl'), 'utf8').trim().split('\n');
  const pipeline = await load(readFileSync(join(saved, 'model.tar.gz')));
  const models = [
    loadXgboost(await xgboostBytes()),
    loadLightgbm(read('lightgbm/binary-2.3.txt')),
    loadCatboost(read('catboost/logloss.json')),
    loadSklearn(read('sklearn/ada-multi-1.9/model.joblib')),
    loadSklearn(read('sklearn/pca-1.9/model.joblib')),
  ];
  const diamond = (which: number) => [diamonds[which] as Record<string, number>];
  const chained = chain(loadMleap(await bundleFiles()), loadXgboost(await xgboostBytes()));
  const vector = (which: number) => JSON.parse(savedRows[which] ?? '') as Record<string, { values?: number[] }>;
  return [
    ...kindsOf(loadMleap(await bundleFiles()), diamond),
    ...kindsOf(chained, diamond),
    ...kindsOf(pipeline, (which) => [
      Object.fromEntries(pipeline.inputs.map(({ name }) => [name, vector(which)[name] as never])),
    ]),
    ...models.flatMap((model) => kindsOf(model, (which) => numbers(model, which))),
  ];
}

/** Numbers as text, so that what is kept cannot change with what it is kept of. */
const textOf = (answer: unknown) =>
  JSON.stringify(answer, (_key, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array, String) : value,
  );

describe.each(await kinds())('$name', ({ name, ask }) => {
  // SHAP values of deep trees take a second for a few rows.
  const calls = name.startsWith('contributions') ? 4 : 1000;

  it('gives each of two overlapping callers its own answer, as it was alone', async () => {
    const alone = [0, 1].map((which) => textOf(ask(which)));
    // Labels of other rows may be the same.
    if (!name.startsWith('predict of')) expect(alone[0]).not.toBe(alone[1]);
    const handler = async (which: number) => {
      const answer = ask(which);
      await Promise.resolve();
      return textOf(answer);
    };
    expect(await Promise.all([handler(0), handler(1)])).toEqual(alone);
  });

  it('leaves an answer that is kept as it was, over many other calls', { timeout: 60_000 }, () => {
    const kept = ask(0);
    const before = textOf(kept);
    for (let call = 0; call < calls; call++) ask(1 + (call % 3));
    expect(textOf(kept)).toBe(before);
  });
});

describe('a result', () => {
  it('is transferable: its arrays are in no other memory', async () => {
    const model = loadXgboost(await xgboostBytes());
    const rows = numbers(model, 1);
    const column = model.predict(rows).column('prediction') as Float64Array;
    const before = Array.from(column);
    const moved = structuredClone(column, { transfer: [column.buffer as ArrayBuffer] });
    expect(column).toHaveLength(0);
    expect(Array.from(moved)).toEqual(before);
    expect(Array.from(model.predict(rows).column('prediction'))).toEqual(before);
  });
});

describe('predictInto()', () => {
  it('writes the same numbers, row-major, into memory of the caller, and nothing behind them', async () => {
    for (const [model, method] of [
      [loadXgboost(await xgboostBytes()), 'predict'],
      [loadXgboost(await xgboostBytes()), 'leaf'],
      [loadSklearn(read('sklearn/ada-multi-1.9/model.joblib')), 'decision_function'],
    ] as const) {
      const rows = numbers(model, 2) as { values: Float64Array; columns: number };
      const result = (model as Model).predict(rows, { method });
      const { values, columns } = result.dense(result.names[0] ?? '');
      const target = new Float64Array(values.length + 1).fill(-7);
      expect((model as Model).predictInto(rows, target, { method })).toBe(columns);
      expect(Array.from(target.subarray(0, values.length))).toEqual(Array.from(values));
      expect(target.at(-1)).toBe(-7);
      expect(() => (model as Model).predictInto(rows, target.subarray(0, 2), { method })).toThrow('need a target of');
    }
  });

  it('of a pipeline writes its columns side by side, and refuses texts', async () => {
    const scaler = await load(readFileSync(join(golden, 'spark/3.3/pca/model.tar.gz')));
    expect(scaler.methods).toEqual(['transform']);
    const bundle = loadMleap(await bundleFiles());
    const block = { values: new Float64Array(bundle.inputs.length), columns: bundle.inputs.length };
    expect(() => bundle.predictInto(block, new Float64Array(4))).toThrow(
      expect.objectContaining({ name: 'ScoringError' }),
    );
  });
});
