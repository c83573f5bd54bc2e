import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { PickleObject } from '../../pickle/pickle-object.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { type Norm, normalizeBy, normOf } from '../preprocessing/normalizer.ts';
import { hashTerm } from './hash-term.ts';
import { readTerms } from './read-terms.ts';
import { readVocabulary } from './vocabulary.ts';

/** CountVectorizer: how often each term of the vocabulary stands in the text (or whether). */
export function readCountVectorizer(fitted: Fitted): Estimator {
  return { transform: readCounts(fitted), isWhole: { transform: !/float/.test(fitted.path('dtype') ?? '') } };
}

/** TfidfVectorizer: counts, then a TfidfTransformer. */
export function readTfidfVectorizer(fitted: Fitted): Estimator {
  const count = readCounts(fitted);
  const weigh = readTfidf(fitted.object('_tfidf'), isFloat32(fitted));
  return { transform: (table) => weigh(count(table)) };
}

export function readTfidfTransformer(fitted: Fitted): Estimator {
  const weigh = readTfidf(fitted, fitted.isFloat32('idf_'));
  return { transform: (table) => weigh(finiteMatrix(table, fitted)) };
}

function readCounts(fitted: Fitted): (table: Table) => Matrix {
  fitted.readCells();
  const vocabulary = readVocabulary(fitted);
  const eachTerm = readTerms(fitted);
  const isBinary = fitted.flag('binary', false);
  const width = vocabulary.size;
  return (table) => {
    const answer = newMatrix(table.rows, width);
    eachTerm(table, (row, term) => {
      const place = vocabulary.get(term);
      if (place === undefined) return;
      if (isBinary) answer.values[row * width + place] = 1;
      else answer.values[row * width + place]++;
    });
    return answer;
  };
}

/** Whether a vectorizer makes float32 (`dtype=numpy.float32`): its numbers are rounded after every step. */
const isFloat32 = (fitted: Fitted): boolean => fitted.path('dtype') === 'numpy.float32';

/** Divides rows by their norm, if the vectorizer does; of float32, squares are rounded before they are added up in double. */
function readNormalization(fitted: Fitted, isRounded: boolean): (matrix: Matrix) => Matrix {
  if (!fitted.has('norm')) return (matrix) => matrix;
  const name = fitted.text('norm');
  const plain = normOf(name, fitted);
  if (!isRounded) return (matrix) => normalizeBy(plain, matrix);
  const norm: Norm = name === 'l2' ? (row) => Math.sqrt(row.reduce((sum, x) => sum + Math.fround(x * x), 0)) : plain;
  return (matrix) => {
    const { rows, columns, values } = normalizeBy(norm, matrix);
    return newMatrix(rows, columns, values.map(Math.fround));
  };
}

/** Term frequency (1 + log if sublinear), times inverse document frequency, divided by the norm of the row. */
function readTfidf(fitted: Fitted, isRounded: boolean): (counts: Matrix) => Matrix {
  const isSublinear = fitted.flag('sublinear_tf', false);
  const weights = fitted.flag('use_idf', true) ? readInverseFrequencies(fitted) : undefined;
  const normalize = readNormalization(fitted, isRounded);
  const round = isRounded ? Math.fround : (x: number) => x;
  return ({ rows, columns, values }) => {
    const weighted = values.map((count, at) => {
      if (count === 0) return 0;
      const frequency = isSublinear ? round(round(Math.log(count)) + 1) : count;
      return weights === undefined ? frequency : round(frequency * weights[at % columns]);
    });
    return normalize(newMatrix(rows, columns, weighted));
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
    const answer = newMatrix(table.rows, width);
    eachTerm(table, (row, term) => {
      const hash = hashTerm(term);
      const place = row * width + (Math.abs(hash) % width);
      if (isBinary) answer.values[place] = 1;
      else answer.values[place] += alternates && hash < 0 ? -1 : 1;
    });
    return normalize(answer);
  };
  return { transform };
}
