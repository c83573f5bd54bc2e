import type { Coefficients } from '../coefficients.ts';
import { sigmoid } from '../../math/sigmoid.ts';
import { argmax, labelsAt } from '../classifier.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { softmaxRows } from '../link.ts';
import { fromColumns } from '../meta/response.ts';
import { type Matrix, newMatrix, type Table } from '../table.ts';

/** Activations of scikit-learn's perceptrons, cell by cell. */
const activations: Readonly<Record<string, (x: number) => number>> = {
  identity: (x) => x,
  logistic: sigmoid,
  tanh: Math.tanh,
  relu: (x) => (x > 0 ? x : Number.isNaN(x) ? x : 0),
};

/** The values before the output activation. */
function readNetwork(fitted: Fitted): (table: Table) => Matrix {
  const weights = fitted.matrices('coefs_');
  const biases = fitted.matrices('intercepts_');
  const name = fitted.text('activation');
  if (!Object.hasOwn(activations, name)) throw fitted.unknown('activation', 'a known function');
  const activate = activations[name];
  weights.forEach((layer, at) => {
    if (at > 0 && layer.rows !== weights[at - 1].columns) throw fitted.unknown('coefs_', 'a chain of layers');
    fitted.widen(layer.columns);
  });
  return (table) => {
    let current: Matrix = finiteMatrix(table, fitted);
    weights.forEach((layer, at) => {
      current = forward(current, layer, biases[at].values);
      if (at < weights.length - 1) current.values.forEach((x, cell) => (current.values[cell] = activate(x)));
    });
    return current;
  };
}

/** Weights stand a row for each input, so that the inner loop runs along outputs. */
function forward(
  matrix: Matrix,
  { rows: inputs, columns: outputs, values: weights }: Coefficients,
  bias: Float64Array,
): Matrix {
  const answer = newMatrix(matrix.rows, outputs);
  for (let row = 0; row < matrix.rows; row++) {
    const target = row * outputs;
    for (let input = 0; input < inputs; input++) {
      const x = matrix.values[row * inputs + input];
      if (x === 0) continue;
      for (let out = 0; out < outputs; out++) answer.values[target + out] += x * weights[input * outputs + out];
    }
    for (let out = 0; out < outputs; out++) answer.values[target + out] += bias[out];
  }
  return answer;
}

export function readPerceptronRegressor(fitted: Fitted): Estimator {
  const network = readNetwork(fitted);
  const output = fitted.text('out_activation_', 'identity');
  if (output !== 'identity' && output !== 'exp') throw fitted.refuse(`its output goes through ${output}`);
  return {
    predict: (table) => {
      const answer = network(table);
      return output === 'exp' ? newMatrix(answer.rows, answer.columns, answer.values.map(Math.exp)) : answer;
    },
  };
}

export function readPerceptronClassifier(fitted: Fitted): Estimator {
  const network = readNetwork(fitted);
  const classes = fitted.labels('classes_');
  if (fitted.text('out_activation_') === 'softmax') {
    const predictProba = (table: Table) => softmaxRows(network(table));
    return { classes, predictProba, predict: (table) => labelsAt(classes, argmax(predictProba(table))) };
  }
  if (fitted.number('n_outputs_') !== 1 || classes.values.length !== 2)
    throw fitted.refuse('it gives several labels at once');
  const second = (table: Table) => network(table).values.map(sigmoid);
  return {
    classes,
    predictProba: (table) => {
      const p = second(table);
      return fromColumns([p.map((value) => 1 - value), p]);
    },
    predict: (table) =>
      labelsAt(
        classes,
        Int32Array.from(second(table), (p) => (p > 0.5 ? 1 : 0)),
      ),
  };
}
