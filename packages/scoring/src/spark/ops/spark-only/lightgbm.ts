import { scalar } from '../../../frame/data-type.ts';
import type { DenseRows } from '../../../frame/feature-rows.ts';
import type { Op } from '../../op.ts';
import { argmax, thresholdRule } from '../classification/choose-class.ts';
import { denseRow, eachVector } from '../../plan/old-map-vectors.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';
import type { IterationRange, SavedLightgbm } from '../../saved-boosters.ts';

export interface LightgbmStep {
  readonly model: SavedLightgbm;
  readonly range: IterationRange;
  readonly isClassifier: boolean;
}

/** What one kind of answer is written by, when the rows of a block are all there. */
type Write = (rows: DenseRows) => void;

/**
 * `lightgbm`: a booster of SynapseML. A binary model has the raw values `[-m, m]` and the probabilities `[1 - p, p]`; other
 * classifiers those of LightGBM. Leaves are a vector of one number a tree, 0 for trees that take no part.
 * Source: SynapseML 1.0 `LightGBMBooster.scala` (`predScoreToArray`, `predictLeaf`), `LightGBMClassifier.scala`.
 */
export function lightgbmOp(step: LightgbmStep): Op {
  return {
    name: 'lightgbm',
    compile(context) {
      const { featureCount } = step.model.booster;
      const input = context.vectors('features', featureCount);
      const writes = [...compilePredictions(context, step), compileLeaves(context, step)];
      let values = new Float64Array(0);
      const scratch = { values: new Float64Array(0) };
      // A row that has failed keeps what an earlier block left there; nobody sees what is made of it.
      const gather = eachVector(
        context,
        input,
        (row) => values.set(denseRow(input, row, scratch).subarray(0, featureCount), row * featureCount),
        () => {},
        featureCount,
      );
      return (rowCount) => {
        if (values.length < rowCount * featureCount) values = new Float64Array(rowCount * featureCount);
        gather(rowCount);
        const block = values.subarray(0, rowCount * featureCount);
        const rows = { kind: 'dense', values: block, rowCount, columnCount: featureCount } as const;
        for (const write of writes) write(rows);
      };
    },
  };
}

function compilePredictions(context: NodeContext, { model, range, isClassifier }: LightgbmStep): Write[] {
  const prediction = context.outputNumbers('prediction', scalar('double', false));
  if (!isClassifier) {
    return [
      (rows) => {
        prediction.reserve(rows.rowCount);
        prediction.values.set(model.predict(rows, range));
      },
    ];
  }
  const classCount = Math.max(2, model.booster.outputCount);
  const raw = context.outputVectors('raw_prediction', classCount);
  const probability = context.outputVectors('probability', classCount);
  const { op, attributes, folder, semantics } = context;
  const choose = thresholdRule({ op, attributes, folder, semantics, bad: (what) => context.bad(what) }, classCount);
  const byProbability = attributes.has('thresholds');
  return [
    (rows) => {
      prediction.reserve(rows.rowCount);
      const margins = spread(model.margin(rows, range), model, (margin) => -margin);
      const shares = spread(model.predict(rows, range), model, (share) => 1 - share);
      for (let row = 0; row < rows.rowCount; row++) {
        const own = (of: Float64Array) => of.subarray(row * classCount, (row + 1) * classCount);
        prediction.values[row] = byProbability ? choose(own(shares)) : argmax(own(margins));
      }
      writeVectors(raw, margins, rows.rowCount);
      writeVectors(probability, shares, rows.rowCount);
    },
  ];
}

/** Puts what stands for the first of two classes before each number of a binary model. */
function spread(numbers: Float64Array, { booster }: SavedLightgbm, first: (second: number) => number): Float64Array {
  if (booster.outputCount > 1) return numbers;
  const both = new Float64Array(numbers.length * 2);
  for (let row = 0; row < numbers.length; row++) {
    both[2 * row] = first(numbers[row]);
    both[2 * row + 1] = numbers[row];
  }
  return both;
}

function writeVectors(output: VectorRegister, values: Float64Array, rowCount: number): void {
  const size = rowCount === 0 ? 0 : values.length / rowCount;
  output.reserve(rowCount);
  output.room(values.length);
  for (let row = 0; row < rowCount; row++) {
    output.values.set(values.subarray(row * size, (row + 1) * size), output.length);
    output.closeDense(size);
  }
}

function compileLeaves(context: NodeContext, { model, range }: LightgbmStep): Write {
  if (!context.hasOutput('leaf_prediction')) return () => {};
  const treeCount = model.booster.trees.length;
  const output = context.outputVectors('leaf_prediction', treeCount);
  return (rows) => {
    const leaves = model.leaf(rows, range);
    const width = rows.rowCount === 0 ? 0 : leaves.length / rows.rowCount;
    const padded = new Float64Array(rows.rowCount * treeCount);
    for (let row = 0; row < rows.rowCount; row++)
      padded.set(leaves.subarray(row * width, (row + 1) * width), row * treeCount);
    writeVectors(output, padded, rows.rowCount);
  };
}
