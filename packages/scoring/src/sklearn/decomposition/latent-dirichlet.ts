import type { SparseCells } from '../../frame/sparse-cells.ts';
import { newMatrix, type Table } from '../../frame/table.ts';
import { shortPsi } from '../../math/psi.ts';
import { ScoringError } from '../../scoring-error.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { storedTable } from '../stored-cells.ts';

/** NumPy's `eps` of doubles, which keeps divisors over 0. */
const EPSILON = 2 ** -52;

/** More rounds than any model asks for, so that a file cannot make a row take forever. */
const MAX_ROUNDS = 10_000;

/**
 * LatentDirichletAllocation: how much of each topic is in a row of counts, by the variational E-step from equal parts.
 * Source: Hoffman, Blei and Bach, "Online Learning for LDA" (2010), algorithm 1; `_update_doc_distribution`.
 */
export function readLatentDirichlet(fitted: Fitted): Estimator {
  const words = fitted.matrix('exp_dirichlet_component_');
  const prior = fitted.number('doc_topic_prior_');
  const rounds = Math.min(fitted.number('max_doc_update_iter', 100), MAX_ROUNDS);
  const tolerance = fitted.number('mean_change_tol', 1e-3);
  // Release 1.5 made the division a choice of `transform`, on by default.
  const transform = (table: Table) => {
    const stored = storedTable(table, fitted).asSparse();
    const answer = newMatrix(table.rows, words.rows);
    for (let row = 0; row < table.rows; row++) {
      const counts = countsOf(stored, row);
      const bad = counts.find(({ count }) => count < 0);
      if (bad !== undefined) {
        const text = `Row ${row + 1}, column ${bad.word}: ${bad.count} is negative; topics are of counts.`;
        throw new ScoringError('invalid_value', text, { row, column: bad.word, value: bad.count });
      }
      answer.values.set(topicsOf(counts, words, { prior, rounds, tolerance }), row * words.rows);
    }
    return answer;
  };
  return { transform };
}

interface Settings {
  readonly prior: number;
  readonly rounds: number;
  readonly tolerance: number;
}

/** How often a word, by its column, is in a row. */
interface WordCount {
  readonly word: number;
  readonly count: number;
}

const countsOf = ({ starts, columns, values }: SparseCells, row: number): WordCount[] =>
  Array.from(values.subarray(starts[row], starts[row + 1]), (count, at) => ({
    word: columns[starts[row] + at],
    count,
  }));

function topicsOf(
  counts: readonly WordCount[],
  words: Coefficients,
  { prior, rounds, tolerance }: Settings,
): Float64Array {
  const { rows: topics, columns, values } = words;
  let parts = new Float64Array(topics).fill(1);
  let weights = expectations(parts);
  for (let round = 0; round < rounds; round++) {
    const next = new Float64Array(topics);
    for (const { word, count } of counts) {
      let norm = EPSILON;
      for (let topic = 0; topic < topics; topic++) norm += weights[topic] * values[topic * columns + word];
      const share = count / norm;
      for (let topic = 0; topic < topics; topic++) next[topic] += share * values[topic * columns + word];
    }
    for (let topic = 0; topic < topics; topic++) next[topic] = next[topic] * weights[topic] + prior;
    weights = expectations(next);
    const change = next.reduce((sum, part, topic) => sum + Math.abs(part - parts[topic]), 0) / topics;
    parts = next;
    if (change < tolerance) break;
  }
  const total = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / total);
}

/** e to the expected logarithm of each part of a Dirichlet distribution. */
function expectations(parts: Float64Array): Float64Array {
  const whole = shortPsi(parts.reduce((sum, part) => sum + part, 0));
  return parts.map((part) => Math.exp(shortPsi(part) - whole));
}
