import { scalar } from '../../../frame/data-type.ts';
import type { Op } from '../../op.ts';
import { argmax, thresholdRule } from '../classification/choose-class.ts';
import { eachVector } from '../../plan/old-map-vectors.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/**
 * `factorization_machine`: b + w x + sum over pairs of <v_i, v_j> x_i x_j, a regression or the raw value of two classes.
 * Source: Spark `FactorizationMachines.getRawPrediction`, `FMClassificationModel`.
 */
export const factorizationMachine: Op = {
  name: 'factorization_machine',
  compile(context) {
    const score = readScore(context);
    const size = context.attributes.numbers('linear').length;
    const input = context.vectors('features', size);
    const prediction = context.outputNumbers('prediction', scalar('double', false));
    const isClassifier = context.attributes.boolean('is_classifier');
    const raw = isClassifier ? context.outputVectors('raw_prediction', 2) : undefined;
    const probability = isClassifier ? context.outputVectors('probability', 2) : undefined;
    const { op, attributes, folder, semantics } = context;
    const choose = thresholdRule({ op, attributes, folder, semantics, bad: (what) => context.bad(what) }, 2);
    const byProbability = attributes.has('thresholds');
    const each = (row: number) => {
      const value = score(input, row);
      prediction.values[row] = value;
      if (raw === undefined || probability === undefined) return;
      const shares = Float64Array.of(1 - sigmoid(value), sigmoid(value));
      writeTwo(raw, -value, value);
      writeTwo(probability, shares[0], shares[1]);
      prediction.values[row] = byProbability ? choose(shares) : argmax(Float64Array.of(-value, value));
    };
    const empty = () => {
      raw?.closeEmpty();
      probability?.closeEmpty();
    };
    const loop = eachVector(context, input, each, empty, size);
    return (rowCount) => {
      prediction.reserve(rowCount);
      raw?.reserve(rowCount);
      probability?.reserve(rowCount);
      loop(rowCount);
    };
  },
};

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
function readScore(context: NodeContext): (input: VectorRegister, row: number) => number {
  const intercept = context.attributes.number('intercept');
  const linear = context.attributes.numbers('linear');
  const { values: factors, dimensions } = context.attributes.tensor('factors');
  const [featureCount = 0, factorCount = 0] = dimensions;
  if (featureCount !== linear.length) {
    throw context.bad(`has factors of ${featureCount} features and ${linear.length} linear weights`);
  }
  return (input, row) => {
    const start = input.starts[row];
    const isSparse = input.isSparse(row);
    const positionOf = (at: number) => (isSparse ? input.indices[at] : at - start);
    let sum = intercept;
    for (let at = start; at < input.starts[row + 1]; at++) sum += linear[positionOf(at)] * input.values[at];
    for (let factor = 0; factor < factorCount; factor++) {
      let total = 0;
      let squares = 0;
      for (let at = start; at < input.starts[row + 1]; at++) {
        const term = factors[factor * featureCount + positionOf(at)] * input.values[at];
        total += term;
        squares += term * term;
      }
      sum += 0.5 * (total * total - squares);
    }
    return sum;
  };
}
