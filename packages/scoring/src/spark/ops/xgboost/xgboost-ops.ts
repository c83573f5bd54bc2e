import { list } from '../../../frame/data-type.ts';
import { ScoringError } from '../../../scoring-error.ts';
import type { OpBooster } from '../../op-booster.ts';
import type { Op } from '../../op.ts';
import type { Kernel } from '../../plan/kernel.ts';
import { eachVector } from '../../plan/old-map-vectors.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';
import { softmax } from '../classification/logistic-regression.ts';
import { argmax } from '../classification/choose-class.ts';
import { featureRows } from './feature-rows.ts';

/** `xgboost.regression`: the booster's prediction. Source: MLeap `XGBoostRegressionModel.scala`. */
export const xgboostRegression: Op = {
  name: 'xgboost.regression',
  compile(context) {
    const { booster, size, options } = openBooster(context);
    const input = context.vectors('features', size);
    const prediction = context.outputNumbers('prediction');
    const lists = compileLists(context, booster, options);
    return onCheckedRows(context, input, size, (rows, rowCount) => {
      prediction.reserve(rowCount);
      prediction.values.set(booster.predict(rows, options).subarray(0, rowCount));
      lists(rows, rowCount);
    });
  },
};

/**
 * `xgboost.classifier`. Two classes: raw [-m, m], probability [1 - p, p], class 1 from p = 0.5 on; more: margins, the
 * objective's probabilities and the greatest of them. Source: MLeap `XGBoostClassificationModel.scala`.
 */
export const xgboostClassifier: Op = {
  name: 'xgboost.classifier',
  compile(context) {
    const { booster, size, options } = openBooster(context);
    const classCount = context.attributes.classCount();
    if (classCount < 2 || classCount > 100_000) throw context.bad(`has ${classCount} classes`);
    const input = context.vectors('features', size);
    const raw = context.outputVectors('raw_prediction', classCount);
    const probability = context.outputVectors('probability', classCount);
    const prediction = context.outputNumbers('prediction');
    const lists = compileLists(context, booster, options);
    return onCheckedRows(context, input, size, (rows, rowCount) => {
      for (const output of [raw, probability]) {
        output.reserve(rowCount);
        output.room(rowCount * classCount);
      }
      prediction.reserve(rowCount);
      const margins = booster.margin(rows, options);
      const predicted = booster.predict(rows, options);
      const hasShares = predicted.length === rowCount * classCount;
      for (let row = 0; row < rowCount; row++) {
        const from = raw.length;
        if (classCount === 2) writeBinary(margins[row], predicted[row], raw, probability);
        else {
          const range = [row * classCount, (row + 1) * classCount] as const;
          const own = margins.subarray(...range);
          writeMulti(own, hasShares ? predicted.subarray(...range) : softmaxOf(own), raw, probability);
        }
        prediction.values[row] = argmaxOf(probability.values.subarray(from, from + classCount), classCount);
      }
      lists(rows, rowCount);
    });
  },
};

type Rows = ReturnType<typeof featureRows>;
type Options = { readonly rounds?: number };

function openBooster(context: NodeContext): { booster: OpBooster; size: number; options: Options } {
  const { attributes } = context;
  if (context.loadBooster === undefined) {
    throw new ScoringError(
      'unsupported_model',
      `${context.path}: the op "${context.op}" needs a reader for XGBoost models, and none is given.`,
      {
        node: context.path,
        op: context.op,
      },
    );
  }
  const limit = attributes.integer('tree_limit', 0);
  return {
    booster: context.loadBooster(context.folder.file('xgboost.model')),
    size: attributes.integer('num_features'),
    options: limit > 0 ? { rounds: limit } : {},
  };
}

function onCheckedRows(
  context: NodeContext,
  input: VectorRegister,
  size: number,
  score: (rows: Rows, rowCount: number) => void,
): Kernel {
  const check = eachVector(
    context,
    input,
    () => {},
    () => {},
    size,
  );
  return (rowCount) => {
    check(rowCount);
    score(featureRows(input, rowCount, size), rowCount);
  };
}

/** The outputs that are lists of numbers: `leaf_prediction` and `contrib_prediction` (SHAP values). */
function compileLists(
  context: NodeContext,
  booster: OpBooster,
  options: Options,
): (rows: Rows, rowCount: number) => void {
  const leaves = listWriter(context, 'leaf_prediction', (rows) => booster.leaf(rows, options));
  const shares = listWriter(context, 'contrib_prediction', (rows) => booster.contributions(rows, options));
  return (rows, rowCount) => {
    leaves(rows, rowCount);
    shares(rows, rowCount);
  };
}

function listWriter(
  context: NodeContext,
  port: string,
  compute: (rows: Rows) => Int32Array | Float32Array,
): (rows: Rows, rowCount: number) => void {
  if (!context.hasOutput(port)) return () => {};
  const output = context.outputValues(port, list('double'));
  return (rows, rowCount) => {
    const numbers = compute(rows);
    const width = rowCount === 0 ? 0 : numbers.length / rowCount;
    output.values = Array.from({ length: rowCount }, (_, row) =>
      Array.from(numbers.subarray(row * width, (row + 1) * width)),
    );
  };
}

function writeBinary(margin: number, p: number, raw: VectorRegister, probability: VectorRegister): void {
  raw.values[raw.length] = -margin;
  raw.values[raw.length + 1] = margin;
  raw.closeDense(2);
  probability.values[probability.length] = Math.fround(1 - p);
  probability.values[probability.length + 1] = p;
  probability.closeDense(2);
}

function writeMulti(
  margins: Float32Array,
  shares: Float32Array,
  raw: VectorRegister,
  probability: VectorRegister,
): void {
  raw.values.set(margins, raw.length);
  raw.closeDense(margins.length);
  probability.values.set(shares, probability.length);
  probability.closeDense(shares.length);
}

/** For an objective that predicts the class alone (`multi:softmax`). */
function softmaxOf(margins: Float32Array): Float32Array {
  const shares = Float64Array.from(margins);
  softmax(shares);
  return Float32Array.from(shares);
}

/** Of two classes the second one wins a tie. */
function argmaxOf(probability: Float64Array, classCount: number): number {
  return classCount === 2 ? Number(probability[1] >= 0.5) : argmax(probability);
}
