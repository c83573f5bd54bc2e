import { type Matrix, newMatrix } from '../../frame/table.ts';
import { sigmoid } from '../../math/sigmoid.ts';

/** Pairwise probabilities stay this far from 0 and 1, as in libsvm. */
const MARGIN = 1e-7;

/** By pair of classes, what the sigmoid makes of a decision: it is taken of -(decision * slope + shift). */
export interface PairSigmoids {
  readonly slopes: Float64Array;
  readonly shifts: Float64Array;
}

/**
 * Probabilities of classes from decisions between pairs: a sigmoid for each pair, then the coupling of Wu, Lin and Weng,
 * "Probability estimates for multi-class classification by pairwise coupling" (2004), second method, iterated to
 * libsvm's own precision (0.005 / classes), which is coarse: the steps have to be the same for the digits to be.
 */
export function coupleProbabilities(decisions: Matrix, { slopes, shifts }: PairSigmoids, classes: number): Matrix {
  const answer = newMatrix(decisions.rows, classes);
  for (let row = 0; row < decisions.rows; row++) {
    const pairs = new Float64Array(classes * classes);
    let at = row * decisions.columns;
    for (let i = 0, pair = 0; i < classes; i++) {
      for (let j = i + 1; j < classes; j++, pair++, at++) {
        const p = sigmoid(-(decisions.values[at] * slopes[pair] + shifts[pair]));
        pairs[i * classes + j] = Math.min(Math.max(p, MARGIN), 1 - MARGIN);
        pairs[j * classes + i] = 1 - pairs[i * classes + j];
      }
    }
    answer.values.set(couple(pairs, classes), row * classes);
  }
  return answer;
}

/** `pairs[i * k + j]`: probability of class i against class j. */
function couple(pairs: Float64Array, k: number): Float64Array {
  const p = new Float64Array(k).fill(1 / k);
  const q = quadraticForm(pairs, k);
  const qp = new Float64Array(k);
  for (let step = 0; step < Math.max(100, k); step++) {
    let pqp = 0;
    for (let t = 0; t < k; t++) {
      qp[t] = 0;
      for (let j = 0; j < k; j++) qp[t] += q[t * k + j] * p[j];
      pqp += p[t] * qp[t];
    }
    if (qp.every((value) => Math.abs(value - pqp) < 0.005 / k)) break;
    for (let t = 0; t < k; t++) {
      const change = (pqp - qp[t]) / q[t * k + t];
      p[t] += change;
      pqp = (pqp + change * (change * q[t * k + t] + 2 * qp[t])) / (1 + change) / (1 + change);
      for (let j = 0; j < k; j++) {
        qp[j] = (qp[j] + change * q[t * k + j]) / (1 + change);
        p[j] /= 1 + change;
      }
    }
  }
  return p;
}

/** Q[t][t] = sum of r[j][t]^2 over j, Q[t][j] = -r[j][t] r[t][j]. */
function quadraticForm(r: Float64Array, k: number): Float64Array {
  const q = new Float64Array(k * k);
  for (let t = 0; t < k; t++) {
    for (let j = 0; j < k; j++) {
      if (j === t) continue;
      q[t * k + t] += r[j * k + t] * r[j * k + t];
      q[t * k + j] = -r[j * k + t] * r[t * k + j];
    }
  }
  return q;
}
