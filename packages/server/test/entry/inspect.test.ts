import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCatenary } from '../support/run-catenary.ts';

interface Facts {
  readonly lines: readonly string[];
  readonly details: {
    readonly treeCount: number;
    readonly leafCount: number;
    readonly maxDepth: number;
    readonly comparisons: number;
    readonly topFeatures: readonly { feature: string; worth: number; splits: number }[];
    readonly cost?: { method: string; alone: number; inBlock: number };
  };
}

const golden = resolve(import.meta.dirname, '../../../../test/golden');
const folder = mkdtempSync(join(tmpdir(), 'catenary-inspect-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function inspect(path: string): Promise<Facts> {
  const { code, stdout, stderr } = await runCatenary(folder, 'inspect', '--json', resolve(golden, path));
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout) as Facts;
}

describe('catenary inspect of trees', () => {
  it('scikit-learn forests: the importances that the library itself gives', async () => {
    const { details } = await inspect('sklearn/forest-regressor-1.9/model.joblib');
    // `feature_importances_`, `get_depth()` and `get_n_leaves()` of scikit-learn 1.9.1.
    expect(details).toMatchObject({ treeCount: 4, leafCount: 51, maxDepth: 4, comparisons: 16 });
    const importances = [0.4530649942079327, 0.18735607425267592, 0.17611191956406616, 0.1542982335537664];
    importances.forEach((importance, at) => expect(details.topFeatures[at]?.worth).toBeCloseTo(importance, 14));
    expect(details.topFeatures.map(({ feature }) => feature).slice(0, 2)).toEqual(['column 0', 'column 3']);
  });

  it('scikit-learn gradient boosting: importances over all trees together', async () => {
    const { details } = await inspect('sklearn/gradient-boosting-two-1.9/model.joblib');
    expect(details).toMatchObject({ treeCount: 4, leafCount: 26, maxDepth: 3, comparisons: 12 });
    const importances = [0.3824964926888831, 0.25786538538644843, 0.23134418101084736, 0.1282939409138211];
    expect(details.topFeatures).toHaveLength(4); // the fifth column has no split
    importances.forEach((importance, at) => expect(details.topFeatures[at]?.worth).toBeCloseTo(importance, 14));
  });

  it('LightGBM: gains and splits as feature_importance() gives them', async () => {
    const { details } = await inspect('lightgbm/regression.txt');
    // LightGBM 4.6: depths of `trees_to_dataframe()` 4, 4, 4, 5, 5, 5, 5, 4; eight trees of nine leaves.
    expect(details).toMatchObject({ treeCount: 8, maxDepth: 5, comparisons: 36, leafCount: 72 });
    expect(details.topFeatures[0]).toMatchObject({ feature: 'Column_0', splits: 47 });
    expect(details.topFeatures[0]?.worth).toBeCloseTo(7520.420764923096, 3); // the file holds six digits of each gain
    expect(details.topFeatures.map(({ feature }) => feature)).not.toContain('Column_4');
  });

  it('XGBoost: gains as get_score("total_gain"), and CatBoost: splits', async () => {
    // 12 rounds of one tree, depth at most 4.
    const { details } = await inspect('xgboost/binary-logistic-1.3/model.json');
    expect(details).toMatchObject({ treeCount: 12, maxDepth: 4, comparisons: 48 });
    const catboost = await inspect('catboost/rmse.json');
    expect(catboost.details.leafCount).toBeGreaterThan(catboost.details.treeCount);
    expect(catboost.details.comparisons).toBe(catboost.details.treeCount * catboost.details.maxDepth); // all symmetric
  });

  it('measures what a row costs, where rows of numbers can be made up', async () => {
    const { details, lines } = await inspect('xgboost/binary-logistic-1.3/model.json');
    expect(details.cost?.method).toBe('predict');
    expect(details.cost?.alone).toBeGreaterThan(0);
    expect(details.cost?.inBlock).toBeGreaterThan(0);
    expect(lines.at(-1)).toMatch(/^ {2}predict takes [\d.]+ µs for a row alone, [\d.]+ µs a row in blocks of 1000 /);
    const texts = await inspect('sklearn/text-pipeline-1.9/model.joblib');
    expect(texts.details.cost).toBeUndefined();
  });
});

describe('catenary inspect of a saved pipeline', () => {
  const saved = join(golden, 'spark/4.1/sql-integers');

  it('takes the schema that `score` takes: beside it, or of the environment', async () => {
    // The statement divides whole numbers (n DIV m), which no stage says of its columns; `schema.json` does.
    const { lines } = await inspect('spark/4.1/sql-integers/model.tar.gz');
    expect(lines[0]).toMatch(/, served natively as sagemaker-sparkml-serving$/);
    expect(lines).toContain('  n: int');
  });

  it('says without a schema that one is needed, not that nothing serves it', async () => {
    const alone = join(folder, 'alone.tar.gz');
    copyFileSync(join(saved, 'model.tar.gz'), alone);
    const { lines } = await inspect(alone);
    expect(lines[0]).toMatch(
      /, served natively with a schema of its columns only \(SAGEMAKER_SPARKML_SCHEMA, or schema\.json/,
    );
    expect(lines.join('\n')).toContain('n DIV m is not read');
  });
});

describe('catenary inspect says what it took a model for, and why', () => {
  const recognisedOf = async (path: string) => {
    const { code, stdout } = await runCatenary(folder, 'inspect', '--json', path);
    expect(code).toBe(0);
    return JSON.parse(stdout) as { lines: readonly string[]; recognised: object };
  };

  it.each([
    ['a file', 'lightgbm/regression.txt', 'model-file', "begins with the line of LightGBM's text, tree"],
    ['an archive', 'mleap/tokenizer-hashing-tf-idf/bundle.zip', 'mleap-bundle', 'is the head of an MLeap bundle'],
    ['fastText', 'fasttext/quantized/model.ftz', 'model-file', "begins with fastText's mark"],
    ["AWS's own algorithm", 'first-party/pca', 'aws-algorithm', "is a list of MXNet's arrays with names"],
  ])('%s', async (_what, path, kind, reason) => {
    const { recognised, lines } = await recognisedOf(join(golden, path));
    expect(recognised).toMatchObject({ kind, reason: expect.stringContaining(reason) });
    expect(lines[1]).toContain(`  recognised: `);
    expect(lines[1]).toContain(reason);
  });

  it('takes the image that it advises to name', async () => {
    const notes = join(folder, 'notes.txt');
    writeFileSync(notes, 'these are my notes');
    const { code, stderr } = await runCatenary(folder, 'inspect', notes);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/; name the image that serves it with --image\.\n$/)]);
    const named = await runCatenary(folder, 'inspect', notes, '--image', 'sagemaker-scikit-learn:1.9-1-cpu-py3');
    expect(named).toMatchObject({ code: 0, stdout: expect.stringContaining('no script found') });
    const wrong = await runCatenary(folder, 'inspect', notes, '--image', 'sagemaker-sparkml-serving:3.3');
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('This is no MLeap bundle') });
  });
});
