import { scalar } from '../../../frame/data-type.ts';
import { operator } from '../../operator.ts';
import { eachVector } from '../../plan/each-vector.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';
import type { SavedMatrix } from '../../save/cells.ts';
import { featuresPort } from '../../save/features-port.ts';
import { outputPorts } from '../../save/output-ports.ts';
import { argmax } from './argmax.ts';
import { classifierPorts } from './classifier-ports.ts';
import { savedThresholds } from './saved-thresholds.ts';
import { thresholdRule } from './threshold-rule.ts';

interface FactorizationMachine extends Polynomial {
  readonly isClassifier: boolean;
  readonly thresholds: Float64Array | undefined;
}

/** What a row is scored by. */
interface Polynomial {
  readonly intercept: number;
  readonly linear: Float64Array;
  /** [features, factors]. */
  readonly factors: SavedMatrix;
}

/**
 * `factorization_machine`: b + w x + sum over pairs of <v_i, v_j> x_i x_j, a regression or the raw value of two classes.
 * Source: Spark `FactorizationMachines.getRawPrediction`, `FMClassificationModel`.
 */
export const factorizationMachine = operator<FactorizationMachine>({
  op: 'factorization_machine',
  spark: {
    classes: ['FMRegressionModel', 'FMClassificationModel'],
    read: (stage, { columns }) => {
      const isClassifier = stage.kind === 'FMClassificationModel';
      const inputs = featuresPort(stage.params, columns);
      const outputs = isClassifier
        ? outputPorts(stage.params, columns, classifierPorts(2))
        : { prediction: columns.write(stage.params.string('predictionCol'), { type: scalar('double') }) };
      const cell = stage.cell();
      const polynomial = {
        intercept: cell.number('intercept'),
        linear: cell.vector('linear'),
        factors: cell.matrix('factors'),
      };
      return [{ parameters: { ...polynomial, isClassifier, thresholds: savedThresholds(stage) }, inputs, outputs }];
    },
  },
  compile({ isClassifier, thresholds, ...polynomial }, ports, context) {
    const size = polynomial.linear.length;
    const { rowCount: featureCount } = polynomial.factors;
    if (featureCount !== size) throw context.bad(`has factors of ${featureCount} features and ${size} linear weights`);
    const input = ports.vectors('features', size);
    const prediction = ports.outputNumbers('prediction', scalar('double', false));
    const raw = isClassifier ? ports.outputVectors('raw_prediction', 2) : undefined;
    const probability = isClassifier ? ports.outputVectors('probability', 2) : undefined;
    const choose = thresholdRule({ thresholds, classCount: 2 }, context);
    const each = (row: number) => {
      const value = evaluate(polynomial, input, row);
      prediction.values[row] = value;
      if (raw === undefined || probability === undefined) return;
      const shares = Float64Array.of(1 - sigmoid(value), sigmoid(value));
      writeTwo(raw, -value, value);
      writeTwo(probability, shares[0], shares[1]);
      prediction.values[row] = thresholds === undefined ? argmax(Float64Array.of(-value, value)) : choose(shares);
    };
    const empty = () => {
      raw?.closeEmpty();
      probability?.closeEmpty();
    };
    const loop = eachVector(context, { input, size }, { each, empty });
    return (rowCount) => {
      prediction.reserve(rowCount);
      raw?.reserve(rowCount);
      probability?.reserve(rowCount);
      loop(rowCount);
    };
  },
});

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

function writeTwo(output: VectorRegister, first: number, second: number): void {
  output.room(2);
  output.values[output.length] = first;
  output.values[output.length + 1] = second;
  output.closeDense(2);
}

/** Pairs by the usual trick: half of (sum of v x)^2 - sum of (v x)^2, for each factor. */
function evaluate({ intercept, linear, factors }: Polynomial, input: VectorRegister, row: number): number {
  const { values, rowCount: featureCount, columnCount: factorCount } = factors;
  const start = input.starts[row];
  const end = input.starts[row + 1];
  const isSparse = input.isSparse(row);
  const positionOf = (at: number) => (isSparse ? input.indices[at] : at - start);
  let sum = intercept;
  for (let at = start; at < end; at++) sum += linear[positionOf(at)] * input.values[at];
  for (let factor = 0; factor < factorCount; factor++) {
    let total = 0;
    let squares = 0;
    for (let at = start; at < end; at++) {
      const term = values[factor * featureCount + positionOf(at)] * input.values[at];
      total += term;
      squares += term * term;
    }
    sum += 0.5 * (total * total - squares);
  }
  return sum;
}
