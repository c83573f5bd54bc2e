import { sparseOf } from '../frame/sparse-cells.ts';
import { SparseTable } from '../frame/sparse-table.ts';
import { sparseCells, type Table, toMatrix } from '../frame/table.ts';
import { own } from '../util/own.ts';
import type { Estimator } from './estimator.ts';
import type { Fitted } from './fitted.ts';

/**
 * How a transformer hands rows on in scikit-learn: always as a sparse matrix, as one if it got one (`stored`: it then changes
 * the cells that are stored alone), or with all cells.
 */
type Sparsity = 'sparse' | 'kept' | 'stored' | 'dense';

const kept = (): Sparsity => 'kept';
const sparse = (): Sparsity => 'sparse';
const sparseIf = (is: boolean): Sparsity => (is ? 'sparse' : 'dense');

/** The name was `sparse` before release 1.2. */
const sparseOutput = (fitted: Fitted): Sparsity =>
  sparseIf(fitted.has('sparse_output') ? fitted.flag('sparse_output') : fitted.flag('sparse', true));

/** All others hand on all cells, whatever they get. */
const rules: Readonly<Record<string, (fitted: Fitted) => Sparsity>> = {
  'compose.ColumnTransformer': (fitted) => sparseIf(fitted.flag('sparse_output_', false)),
  'feature_extraction.CountVectorizer': sparse,
  'feature_extraction.DictVectorizer': (fitted) => sparseIf(fitted.flag('sparse', true)),
  'feature_extraction.HashingVectorizer': sparse,
  'feature_extraction.TfidfTransformer': sparse,
  'feature_extraction.TfidfVectorizer': sparse,
  'feature_selection.GenericUnivariateSelect': kept,
  'feature_selection.RFE': kept,
  'feature_selection.RFECV': kept,
  'feature_selection.SelectFdr': kept,
  'feature_selection.SelectFpr': kept,
  'feature_selection.SelectFromModel': kept,
  'feature_selection.SelectFwe': kept,
  'feature_selection.SelectKBest': kept,
  'feature_selection.SelectPercentile': kept,
  'feature_selection.SequentialFeatureSelector': kept,
  'feature_selection.VarianceThreshold': kept,
  'impute.MissingIndicator': (fitted) => (fitted.raw('sparse') === 'auto' ? 'kept' : sparseIf(fitted.flag('sparse'))),
  'impute.SimpleImputer': kept,
  'kernel_approximation.AdditiveChi2Sampler': kept,
  'preprocessing.Binarizer': kept,
  'preprocessing.FunctionTransformer': kept,
  'preprocessing.KBinsDiscretizer': (fitted) => sparseIf(fitted.text('encode', 'onehot') === 'onehot'),
  'preprocessing.MaxAbsScaler': kept,
  'preprocessing.Normalizer': kept,
  'preprocessing.OneHotEncoder': sparseOutput,
  'preprocessing.PolynomialFeatures': kept,
  'preprocessing.QuantileTransformer': () => 'stored',
  'preprocessing.RobustScaler': kept,
  'preprocessing.SplineTransformer': (fitted) => sparseIf(fitted.flag('sparse_output', false)),
  'preprocessing.StandardScaler': kept,
  'random_projection.SparseRandomProjection': (fitted) => (fitted.flag('dense_output', false) ? 'dense' : 'kept'),
};

/** The transformer, which says of its tables whether they are sparse in scikit-learn (`Table.isSparse`). */
export function withSparsity(estimator: Estimator, fitted: Fitted): Estimator {
  const { transform, transformIntoScratch } = estimator;
  const rule = own(rules, fitted.className);
  if (rule === undefined || transform === undefined) return estimator;
  const sparsity = rule(fitted);
  const marked = { ...estimator, transform: marking(transform, sparsity) };
  return transformIntoScratch === undefined
    ? marked
    : { ...marked, transformIntoScratch: marking(transformIntoScratch, sparsity) };
}

function marking(transform: (table: Table) => Table, sparsity: Sparsity): (table: Table) => Table {
  if (sparsity === 'sparse' || sparsity === 'dense')
    return (table) => markSparse(transform(table), sparsity === 'sparse');
  if (sparsity === 'kept') return (table) => markSparse(transform(table), table.isSparse === true);
  return (table) => (table.isSparse === true ? overStored(table, transform) : transform(table));
}

/** The answer, said to be sparse or not. */
export function markSparse(table: Table, isSparse: boolean): Table {
  if ((table.isSparse === true) !== isSparse) table.isSparse = isSparse;
  return table;
}

/** Cells that are not stored stay so; one that is stored stays so, though it becomes 0. */
function overStored(table: Table, transform: (table: Table) => Table): Table {
  const { starts, columns } = sparseCells(table) ?? sparseOf(toMatrix(table));
  const { rows, columns: width, values: cells } = toMatrix(transform(table));
  const values = new Float64Array(columns.length);
  for (let row = 0; row < rows; row++) {
    for (let at = starts[row]; at < starts[row + 1]; at++) values[at] = cells[row * width + columns[at]];
  }
  return markSparse(new SparseTable({ starts, columns, values }, width), true);
}
