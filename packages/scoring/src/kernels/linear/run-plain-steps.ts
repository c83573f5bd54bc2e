import { exp } from '../../math/exp.ts';
import { tanh } from '../../math/tanh.ts';
import { type CellStep, type DenseStep, isRowStep, type RowStep } from './dense-steps.ts';

/** The steps in JavaScript: quickest for few rows, and what the kernels are tested against. */
export function runPlainSteps(
  values: Float64Array,
  rowCount: number,
  columns: number,
  steps: readonly DenseStep[],
): Float64Array {
  let cells = values;
  let width = columns;
  for (const step of steps) {
    if (isRowStep(step)) {
      cells = step.kind === 'affine' ? affine(cells, rowCount, width, step) : distances(cells, rowCount, width, step);
      width = step.outputs;
    } else {
      if (cells === values) cells = values.slice();
      mapCells(cells, step);
    }
  }
  return cells === values ? values.slice() : cells;
}

/** In place. */
export function mapCells(cells: Float64Array, step: CellStep): void {
  const map = functionOf(step);
  for (let at = 0; at < cells.length; at++) cells[at] = map(cells[at]);
}

function functionOf(step: CellStep): (x: number) => number {
  switch (step.kind) {
    case 'relu':
      return (x) => (x < 0 ? 0 : x);
    case 'logistic':
      return (x) => 1 / (1 + exp(-x));
    case 'tanh':
      return tanh;
    case 'exp':
      return (x) => exp(step.factor * x);
    case 'map':
      return step.map;
  }
}

/** Four rows at a time, since each addition of one sum has to wait for the one before. */
function affine(
  values: Float64Array,
  rowCount: number,
  columns: number,
  { outputs, weights, biases }: RowStep & { kind: 'affine' },
): Float64Array {
  const answer = new Float64Array(rowCount * outputs);
  let row = 0;
  for (; row + 4 <= rowCount; row += 4) {
    const start = row * columns;
    for (let output = 0, weight = 0; output < outputs; output++, weight += columns) {
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let at = 0; at < columns; at++) {
        const w = weights[weight + at];
        const place = start + at;
        a += values[place] * w;
        b += values[place + columns] * w;
        c += values[place + 2 * columns] * w;
        d += values[place + 3 * columns] * w;
      }
      const out = row * outputs + output;
      answer[out] = a + biases[output];
      answer[out + outputs] = b + biases[output];
      answer[out + 2 * outputs] = c + biases[output];
      answer[out + 3 * outputs] = d + biases[output];
    }
  }
  for (; row < rowCount; row++) {
    for (let output = 0, weight = 0; output < outputs; output++, weight += columns) {
      let sum = 0;
      for (let at = 0, place = row * columns; at < columns; at++) sum += values[place + at] * weights[weight + at];
      answer[row * outputs + output] = sum + biases[output];
    }
  }
  return answer;
}

function distances(
  values: Float64Array,
  rowCount: number,
  columns: number,
  { outputs, weights: points }: RowStep,
): Float64Array {
  const answer = new Float64Array(rowCount * outputs);
  for (let row = 0, out = 0; row < rowCount; row++) {
    for (let output = 0, point = 0; output < outputs; output++, point += columns) {
      let sum = 0;
      for (let at = 0, place = row * columns; at < columns; at++) {
        const difference = values[place + at] - points[point + at];
        sum += difference * difference;
      }
      answer[out++] = sum;
    }
  }
  return answer;
}
