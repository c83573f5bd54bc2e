import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../../../server/src/platform/artifact/read-archive.ts';
import {
  decodeJsonRows,
  encodeJsonRows,
  loadBundle,
  loadCatboost,
  loadLightgbm,
  loadSklearn,
  loadXgboost,
  openModelFile,
} from '../../src/index.ts';
import { openSavedPipeline } from '../../src/saved-pipelines.ts';
import { bundleFiles, diamonds } from './diamonds.ts';

const golden = resolve(import.meta.dirname, '../../../../test/golden');
const read = (path: string) => readFileSync(join(golden, path));

/** Answers to two different inputs, and how each is asked for. */
interface Kind {
  readonly name: string;
  readonly ask: (which: number) => unknown;
}

const numbers = (columnCount: number, which: number) => ({
  kind: 'dense' as const,
  values: Float64Array.from({ length: columnCount * 3 }, (_none, at) => Math.sin(at * (which + 1)) * 3),
  rowCount: 3,
  columnCount,
});

async function kinds(): Promise<Kind[]> {
  const bundle = loadBundle(await bundleFiles());
  const saved = join(golden, 'spark/3.3/pca');
  const pipeline = (await openSavedPipeline(await readArchive(readFileSync(join(saved, 'model.tar.gz'))))).compile();
  const savedRows = readFileSync(join(saved, 'input.jsonl'), 'utf8').trim().split('\n');
  const sparkRow = (which: number) => [JSON.parse(savedRows[which] as string) as object];
  const xgboost = loadXgboost(read('xgboost/approx-3.2/model.pkl'));
  const lightgbm = loadLightgbm(read('lightgbm/binary-2.3.txt'));
  const catboost = loadCatboost(read('catboost/logloss.json'));
  const sklearn = loadSklearn(read('sklearn/ada-multi-1.9/model.joblib'));
  const scaler = loadSklearn(read('sklearn/pca-1.9/model.joblib'));
  const file = openModelFile('model.joblib', read('sklearn/ada-multi-1.9/model.joblib'));
  const lists = (width: number, which: number) => [
    Array.from({ length: width }, (_none, at) => Math.cos(at + which * 2)),
  ];
  return [
    { name: 'a bundle', ask: (which) => bundle.score(decodeJsonRows([diamonds[which]], bundle.inputSchema)) },
    {
      name: 'a saved pipeline',
      ask: (which) => pipeline.score(decodeJsonRows(sparkRow(which), pipeline.inputSchema, { strict: false })),
    },
    ...(['predict', 'margin', 'leaf', 'contributions'] as const).map((method) => ({
      name: `XGBoost's ${method}`,
      ask: (which: number) => xgboost[method](numbers(xgboost.featureCount, which)),
    })),
    ...(['predict', 'margin', 'leaf'] as const).map((method) => ({
      name: `LightGBM's ${method}`,
      ask: (which: number) => lightgbm[method](numbers(lightgbm.featureCount, which)),
    })),
    ...(['predict', 'margin'] as const).map((method) => ({
      name: `CatBoost's ${method}`,
      ask: (which: number) => catboost[method](numbers(catboost.featureCount, which)),
    })),
    ...sklearn.methods.map((method) => ({
      name: `scikit-learn's ${method}`,
      ask: (which: number) => sklearn.call(method, lists(sklearn.columns as number, which)),
    })),
    {
      name: "scikit-learn's transform",
      ask: (which) => scaler.call('transform', lists(scaler.columns as number, which)),
    },
    { name: 'a model file', ask: (which) => file.call('decision_function', lists(file.featureCount as number, which)) },
  ];
}

/** Numbers as text, so that what is kept cannot change with what it is kept of. */
const textOf = (answer: unknown) =>
  JSON.stringify(answer, (_key, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array, String) : value,
  );

describe.each(await kinds())('$name', ({ ask }) => {
  it('gives each of two overlapping callers its own answer, as it was alone', async () => {
    const alone = [0, 1].map((which) => textOf(ask(which)));
    const handler = async (which: number) => {
      const answer = ask(which);
      await Promise.resolve();
      return textOf(answer);
    };
    expect(await Promise.all([handler(0), handler(1)])).toEqual(alone);
  });

  it('leaves an answer that is kept as it was, over 50 other calls', () => {
    const kept = ask(0);
    const before = textOf(kept);
    for (let call = 0; call < 50; call++) ask(1 + (call % 3));
    expect(textOf(kept)).toBe(before);
  });
});

describe('scoreShared()', () => {
  it('answers the same, in buffers that the next call may write over', async () => {
    const scorer = loadBundle(await bundleFiles(), { outputs: ['features'] });
    const frame = decodeJsonRows(diamonds.slice(0, 20), scorer.inputSchema);
    expect(encodeJsonRows(scorer.scoreShared(frame))).toEqual(encodeJsonRows(scorer.score(frame)));
    // After a longer frame its buffers are longer than a shorter one.
    const short = decodeJsonRows(diamonds.slice(0, 2), scorer.inputSchema);
    expect(encodeJsonRows(scorer.scoreShared(short))).toEqual(encodeJsonRows(scorer.score(short)));
  });
});
