import type { Model, Row } from '../packages/scoring/src/index.ts';

/** Of each format a model: door, loader, file. */
export const libraryCases = {
  'XGBoost, 29 columns': ['xgboost', 'loadXgboost', 'examples/diamonds/xgboost/model.tar.gz'],
  'LightGBM, 8 columns': ['lightgbm', 'loadLightgbm', 'test/golden/lightgbm/multiclass.txt'],
  'CatBoost with categories': ['catboost', 'loadCatboost', 'test/golden/cells/catboost-3-0/model.cbm'],
  'scikit-learn, 5 columns': ['sklearn', 'loadSklearn', 'test/golden/sklearn/ada-multi-1.9/model.joblib'],
  'MLeap, 7 nodes': ['mleap', 'loadMleap', 'examples/diamonds/sparkml/model.tar.gz'],
  'Spark, PCA': ['spark', 'loadSpark', 'test/golden/spark/3.3/pca/model.tar.gz'],
} as const;

/** A row that any of the models takes. */
const rowOf = (model: Model): Row =>
  Object.fromEntries(
    model.inputs.map(({ name, type, dataType }, at) => {
      if (type === 'category' || type === 'string') return [name, ['Fair', 'H', 'VS2'][at % 3] ?? ''];
      if (type !== 'vector') return [name, at / 3];
      return [name, Array.from({ length: Number(/\d+/.exec(dataType ?? '')?.[0] ?? 3) }, (_none, place) => place / 2)];
    }),
  );

/** Microseconds of `predictOne`, median and 99th percentile of so many calls, each measured alone after as many before. */
export function timeRows(model: Model, calls: number): { p50: string; p99: string } {
  const row = rowOf(model);
  for (let call = 0; call < calls; call++) model.predictOne(row);
  const times = Float64Array.from({ length: calls }, () => {
    const since = performance.now();
    model.predictOne(row);
    return (performance.now() - since) * 1000;
  }).sort();
  const at = (share: number) => (times[Math.floor(share * calls)] ?? 0).toFixed(1);
  return { p50: at(0.5), p99: at(0.99) };
}
