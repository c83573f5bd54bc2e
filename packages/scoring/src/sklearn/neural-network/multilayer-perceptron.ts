import { type Matrix, newMatrix, type Table } from '../../frame/table.ts';
import type { DenseStep } from '../../kernels/linear/dense-steps.ts';
import { runDenseSteps } from '../../kernels/linear/run-dense-steps.ts';
import { sigmoid } from '../../math/sigmoid.ts';
import { own } from '../../util/own.ts';
import { argmax } from '../argmax.ts';
import type { Coefficients } from '../coefficients.ts';
import type { Estimator } from '../estimator.ts';
import { finiteMatrix } from '../finite-matrix.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { affineStep, sparseAffine } from '../linear-model/affine.ts';
import { softmaxRows } from '../probabilities.ts';
import { fromColumns } from '../response.ts';
import { storedCells } from '../stored-cells.ts';

/** Activations of scikit-learn's perceptrons. */
const activations: Readonly<Record<string, readonly DenseStep[]>> = {
  identity: [],
  logistic: [{ kind: 'logistic' }],
  tanh: [{ kind: 'tanh' }],
  relu: [{ kind: 'relu' }],
};

/** The values before the output activation. */
function readNetwork(fitted: Fitted): (table: Table) => Matrix {
  const weights = fitted.matrices('coefs_');
  const biases = fitted.matrices('intercepts_');
  const name = fitted.text('activation');
  const activate = own(activations, name);
  if (activate === undefined) throw fitted.unknown('activation', 'a known function');
  weights.forEach((layer, at) => {
    if (at > 0 && layer.rows !== weights[at - 1].columns) throw fitted.unknown('coefs_', 'a chain of layers');
    fitted.declareWidth(layer.columns);
  });
  if (weights.length === 0 || biases.length !== weights.length) throw fitted.unknown('coefs_', 'a chain of layers');
  const steps = weights.flatMap((layer, at): readonly DenseStep[] => {
    const step = affineStep({ coefficients: transposed(layer), intercepts: biases[at].values });
    return at < weights.length - 1 ? [step, ...activate] : [step];
  });
  const outputs = weights[weights.length - 1].columns;
  const first = { coefficients: transposed(weights[0]), intercepts: biases[0].values };
  return (table) => {
    const stored = storedCells(table, fitted);
    if (stored !== undefined) {
      const hidden = sparseAffine(stored, first);
      const { values, rows, columns } = hidden;
      return steps.length === 1
        ? hidden
        : newMatrix(rows, outputs, runDenseSteps(values, rows, columns, steps.slice(1)));
    }
    const { rows, columns, values } = finiteMatrix(table, fitted);
    return newMatrix(rows, outputs, runDenseSteps(values, rows, columns, steps));
  };
}

/** `coefs_` stand a row for each input; a linear function has a row for each output. */
function transposed({ rows, columns, values }: Coefficients): Coefficients {
  const turned = new Float64Array(values.length);
  for (let at = 0; at < values.length; at++) turned[(at % columns) * rows + Math.floor(at / columns)] = values[at];
  return { rows: columns, columns: rows, values: turned };
}

export function readMultilayerPerceptronRegressor(fitted: Fitted): Estimator {
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

export function readMultilayerPerceptronClassifier(fitted: Fitted): Estimator {
  const network = readNetwork(fitted);
  const classes = fitted.labels('classes_');
  if (fitted.text('out_activation_') === 'softmax') {
    const predictProba = (table: Table) => softmaxRows(network(table));
    return { classes, predictProba, predict: (table) => labelsAt(classes, argmax(predictProba(table))) };
  }
  const second = (table: Table) => network(table).values.map(sigmoid);
  if (fitted.number('n_outputs_') !== 1) return { classes, ...severalLabels(network) };
  // Fitted on one label only, it still has two probabilities, and that label for both.
  const last = classes.values.length - 1;
  if (last !== 0 && last !== 1) throw fitted.unknown('classes_', 'one or two labels');
  return {
    classes,
    predictProba: (table) => {
      const p = second(table);
      return fromColumns([p.map((value) => 1 - value), p]);
    },
    predict: (table) =>
      labelsAt(
        classes,
        Int32Array.from(second(table), (p) => (p > 0.5 ? last : 0)),
      ),
  };
}

/** Several labels at once: each with a probability of its own, and 1 where that is over one half. */
function severalLabels(network: (table: Table) => Matrix): Estimator {
  const predictProba = (table: Table) => {
    const { rows, columns, values } = network(table);
    return newMatrix(rows, columns, values.map(sigmoid));
  };
  const predict = (table: Table) => {
    const { rows, columns, values } = predictProba(table);
    return newMatrix(
      rows,
      columns,
      values.map((p) => (p > 0.5 ? 1 : 0)),
    );
  };
  return { predict, predictProba, isWhole: true };
}
