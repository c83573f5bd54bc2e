import { SparseTable } from '../../frame/sparse-table.ts';
import type { Table } from '../../frame/table.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { PickleObject } from '../../pickle/pickle-object.ts';
import { defined } from '../../util/defined.ts';
import { present } from '../../util/present.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { type Norm, normalizeStored, normOf } from '../preprocessing/normalizer.ts';
import { storedTable } from '../stored-cells.ts';
import { readTransformType } from '../transform-type.ts';
import { hashTerm } from './hash-term.ts';
import { readTerms } from './read-terms.ts';
import { TermCounts } from './term-counts.ts';
import { readVocabulary } from './vocabulary.ts';

/** CountVectorizer: how often each term of the vocabulary stands in the text (or whether). */
export function readCountVectorizer(fitted: Fitted): Estimator {
  return { transform: readCounts(fitted), ...present({ transformType: readTransformType(fitted) }) };
}

/** TfidfVectorizer: counts, then a TfidfTransformer. */
export function readTfidfVectorizer(fitted: Fitted): Estimator {
  const count = readCounts(fitted);
  const weigh = readTfidf(fitted.object('_tfidf'), isFloat32(fitted));
  return { transform: (table) => weigh(count(table)) };
}

export function readTfidfTransformer(fitted: Fitted): Estimator {
  const weigh = readTfidf(fitted, fitted.isFloat32('idf_'));
  return { transform: (table) => weigh(storedTable(table, fitted)) };
}

function readCounts(fitted: Fitted): (table: Table) => SparseTable {
  fitted.readCells();
  const vocabulary = readVocabulary(fitted);
  const eachTerm = readTerms(fitted);
  const isBinary = fitted.flag('binary', false);
  return (table) => {
    const counts = new TermCounts(table.rows);
    eachTerm(table, (row, term) => {
      const column = vocabulary.get(term);
      if (column !== undefined) counts.add(row, column, 1);
    });
    return counts.toTable(vocabulary.size, isBinary);
  };
}

/** Whether a vectorizer makes float32 (`dtype=numpy.float32`): its numbers are rounded after every step. */
const isFloat32 = (fitted: Fitted): boolean => fitted.path('dtype') === 'numpy.float32';

/** Divides rows by their norm, if the vectorizer does; of float32, squares are rounded before they are added up in double. */
function readNormalization(fitted: Fitted, isRounded: boolean): (table: SparseTable) => SparseTable {
  if (!fitted.has('norm')) return (table) => table;
  const name = fitted.text('norm');
  const plain = normOf(name, fitted);
  if (!isRounded) return (table) => normalizeStored(plain, table);
  const norm: Norm = name === 'l2' ? (row) => Math.sqrt(row.reduce((sum, x) => sum + Math.fround(x * x), 0)) : plain;
  return (table) => withValues(normalizeStored(norm, table), Math.fround);
}

const withValues = (table: SparseTable, map: (value: number, column: number) => number): SparseTable => {
  const cells = table.asSparse();
  const values = cells.values.map((value, at) => map(value, defined(cells.columns[at])));
  return new SparseTable({ ...cells, values }, table.columns);
};

/** Term frequency (1 + log if sublinear), times inverse document frequency, divided by the norm of the row. */
function readTfidf(fitted: Fitted, isRounded: boolean): (counts: SparseTable) => SparseTable {
  const isSublinear = fitted.flag('sublinear_tf', false);
  const weights = fitted.flag('use_idf', true) ? readInverseFrequencies(fitted) : undefined;
  const normalize = readNormalization(fitted, isRounded);
  const round = isRounded ? Math.fround : (x: number) => x;
  const weigh = (count: number, column: number) => {
    const frequency = isSublinear ? round(round(Math.log(count)) + 1) : count;
    return weights === undefined ? frequency : round(frequency * defined(weights[column]));
  };
  return (counts) => {
    if (weights !== undefined && weights.length !== counts.columns)
      throw fitted.unknown('idf_', `a weight for each of ${counts.columns} terms`);
    return normalize(withValues(counts, weigh));
  };
}

/** `idf_` since release 1.4, before it the diagonal of a sparse matrix. */
function readInverseFrequencies(fitted: Fitted): Float64Array {
  if (fitted.has('idf_')) return fitted.doubles('idf_');
  const diagonal = fitted.raw('_idf_diag');
  const data: unknown =
    diagonal instanceof PickleObject && diagonal.state instanceof Map ? diagonal.state.get('data') : undefined;
  if (!(data instanceof NdArray)) throw fitted.unknown('idf_', 'an array');
  return data.doubles();
}

/** HashingVectorizer: terms counted in the column of their hash, with its sign. Source: `FeatureHasher`, `murmurhash3_32`. */
export function readHashingVectorizer(fitted: Fitted): Estimator {
  const eachTerm = readTerms(fitted);
  const width = fitted.number('n_features');
  const alternates = fitted.flag('alternate_sign', true);
  const isBinary = fitted.flag('binary', false);
  const normalize = readNormalization(fitted, isFloat32(fitted));
  fitted.declareWidth(width);
  const transform = (table: Table) => {
    const counts = new TermCounts(table.rows);
    eachTerm(table, (row, term) => {
      const hash = hashTerm(term);
      counts.add(row, Math.abs(hash) % width, alternates && hash < 0 ? -1 : 1);
    });
    return normalize(counts.toTable(width, isBinary));
  };
  return { transform };
}
