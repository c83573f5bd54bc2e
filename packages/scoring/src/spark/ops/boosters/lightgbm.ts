import { scalar, vector } from '../../../frame/data-type.ts';
import type { DenseRows } from '../../../frame/feature-rows.ts';
import { operator } from '../../operator.ts';
import { denseRow } from '../../plan/dense-row.ts';
import { eachVector } from '../../plan/each-vector.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { Ports } from '../../plan/ports.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';
import { featuresPort } from '../../save/features-port.ts';
import { type OutputPort, outputPorts } from '../../save/output-ports.ts';
import type { IterationRange, SavedLightgbm } from '../../saved-boosters.ts';
import { argmax } from '../classification/argmax.ts';
import { thresholdRule } from '../classification/threshold-rule.ts';
import { savedLightgbm } from './saved-lightgbm.ts';

interface Lightgbm {
  readonly model: SavedLightgbm;
  readonly range: IterationRange;
  readonly isClassifier: boolean;
  readonly thresholds: Float64Array | undefined;
}

/** What one kind of answer is written by, when the rows of a block are all there. */
type Write = (rows: DenseRows) => void;

/**
 * `lightgbm`: a booster of SynapseML, or of MMLSpark as it was called before. A binary model has the raw values `[-m, m]` and the
 * probabilities `[1 - p, p]`; other classifiers those of LightGBM. Leaves are a vector of one number a tree, 0 for trees that take
 * no part. Source: SynapseML 1.0 `LightGBMBooster.scala` (`predScoreToArray`, `predictLeaf`), `LightGBMClassifier.scala`.
 */
export const lightgbm = operator<Lightgbm>({
  op: 'lightgbm',
  spark: {
    classes: ['LightGBMClassificationModel', 'LightGBMRegressionModel', 'LightGBMRankerModel'],
    read: (stage, scope) => {
      const isClassifier = stage.kind === 'LightGBMClassificationModel';
      const { params, ...parts } = savedLightgbm(stage, scope, isClassifier);
      const inputs = featuresPort(params, scope.columns);
      const outputs = outputPorts(params, scope.columns, outputsOf(parts.model, isClassifier));
      return [{ parameters: { ...parts, isClassifier }, inputs, outputs }];
    },
  },
  compile(parameters, ports, context) {
    const { featureCount: size } = parameters.model.booster;
    const input = ports.vectors('features', size);
    const writes = [
      ...(parameters.isClassifier ? compileScores(parameters, ports, context) : compilePrediction(parameters, ports)),
      compileLeaves(parameters, ports),
    ];
    let values = new Float64Array(0);
    const scratch = { values: new Float64Array(0) };
    const each = (row: number) => values.set(denseRow(input, row, scratch).subarray(0, size), row * size);
    // A row that has failed keeps what an earlier block left there; what is made of it is not used.
    const gather = eachVector(context, { input, size }, { each, empty: () => {} });
    return (rowCount) => {
      if (values.length < rowCount * size) values = new Float64Array(rowCount * size);
      gather(rowCount);
      const block = values.subarray(0, rowCount * size);
      const rows = { kind: 'dense', values: block, rowCount, columnCount: size } as const;
      for (const write of writes) write(rows);
    };
  },
});

function outputsOf({ booster: { outputCount, trees } }: SavedLightgbm, isClassifier: boolean): OutputPort[] {
  const vectors = (size: number) => ({ type: vector(size), size });
  const scores = vectors(Math.max(2, outputCount));
  return [
    ...(isClassifier
      ? [
          { port: 'raw_prediction', param: 'rawPredictionCol', info: scores },
          { port: 'probability', param: 'probabilityCol', info: scores },
        ]
      : []),
    { port: 'prediction', param: 'predictionCol', info: { type: scalar('double') } },
    { port: 'leaf_prediction', param: 'leafPredictionCol', info: vectors(trees.length) },
  ];
}

function compilePrediction({ model, range }: Lightgbm, ports: Ports): Write[] {
  const prediction = ports.outputNumbers('prediction', scalar('double', false));
  return [
    (rows) => {
      prediction.reserve(rows.rowCount);
      prediction.values.set(model.predict(rows, range));
    },
  ];
}

function compileScores({ model, range, thresholds }: Lightgbm, ports: Ports, context: NodeContext): Write[] {
  const prediction = ports.outputNumbers('prediction', scalar('double', false));
  const classCount = Math.max(2, model.booster.outputCount);
  const raw = ports.outputVectors('raw_prediction', classCount);
  const probability = ports.outputVectors('probability', classCount);
  const choose = thresholdRule({ thresholds, classCount }, context);
  return [
    (rows) => {
      prediction.reserve(rows.rowCount);
      const margins = spread(model.margin(rows, range), model, (margin) => -margin);
      const shares = spread(model.predict(rows, range), model, (share) => 1 - share);
      for (let row = 0; row < rows.rowCount; row++) {
        const own = (of: Float64Array) => of.subarray(row * classCount, (row + 1) * classCount);
        prediction.values[row] = thresholds === undefined ? argmax(own(margins)) : choose(own(shares));
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

function compileLeaves({ model, range }: Lightgbm, ports: Ports): Write {
  if (!ports.hasOutput('leaf_prediction')) return () => {};
  const treeCount = model.booster.trees.length;
  const output = ports.outputVectors('leaf_prediction', treeCount);
  return (rows) => {
    const leaves = model.leaf(rows, range);
    const width = rows.rowCount === 0 ? 0 : leaves.length / rows.rowCount;
    const padded = new Float64Array(rows.rowCount * treeCount);
    for (let row = 0; row < rows.rowCount; row++)
      padded.set(leaves.subarray(row * width, (row + 1) * width), row * treeCount);
    writeVectors(output, padded, rows.rowCount);
  };
}
