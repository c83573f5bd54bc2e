import { list, scalar, vector } from '../../../frame/data-type.ts';
import { operator } from '../../operator.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';
import { outputPorts } from '../../save/output-ports.ts';
import { argmax } from '../classification/argmax.ts';
import { softmax } from '../classification/softmax.ts';
import { boosterLists } from './booster-lists.ts';
import { onCheckedRows } from './checked-rows.ts';
import { openBooster } from './open-booster.ts';
import { readXgboost, savedXgboost, type XgboostModel } from './xgboost-model.ts';

interface XgboostClassifier extends XgboostModel {
  readonly classCount: number;
}

/**
 * `xgboost.classifier`. Two classes: raw [-m, m], probability [1 - p, p], class 1 from p = 0.5 on; more: margins, the
 * objective's probabilities and the greatest of them. Source: MLeap `XGBoostClassificationModel.scala`.
 */
export const xgboostClassifier = operator<XgboostClassifier>({
  op: 'xgboost.classifier',
  bundle: {
    read: (attributes, folder) => ({
      ...readXgboost(attributes, folder),
      classCount: attributes.classCount(),
    }),
  },
  spark: {
    classes: ['XGBoostClassificationModel'],
    read: (stage, scope) => {
      const { model, outputCount, inputs } = savedXgboost(stage, scope);
      const classCount = Math.max(2, outputCount);
      const scores = { type: vector(classCount) };
      const outputs = outputPorts(stage.params, scope.columns, [
        { port: 'raw_prediction', param: 'rawPredictionCol', info: scores },
        { port: 'probability', param: 'probabilityCol', info: scores },
        { port: 'prediction', param: 'predictionCol', info: { type: scalar('double') } },
        { port: 'leaf_prediction', param: 'leafPredictionCol', info: { type: list('double') } },
      ]);
      return [{ parameters: { ...model, classCount }, inputs, outputs }];
    },
  },
  compile(model, ports, context) {
    const opened = openBooster(model, context);
    const { booster, options } = opened;
    const { classCount, featureCount: size } = model;
    if (classCount < 2 || classCount > 100_000) throw context.bad(`has ${classCount} classes`);
    const input = ports.vectors('features', size);
    const raw = ports.outputVectors('raw_prediction', classCount);
    const probability = ports.outputVectors('probability', classCount);
    const prediction = ports.outputNumbers('prediction');
    const lists = boosterLists(opened, ports);
    const write = classCount === 2 ? binaryWriter(raw, probability) : multiWriter(raw, probability, classCount);
    return onCheckedRows(context, { input, size }, (rows, rowCount) => {
      for (const output of [raw, probability]) {
        output.reserve(rowCount);
        output.room(rowCount * classCount);
      }
      prediction.reserve(rowCount);
      const scores = { margins: booster.margin(rows, options), predicted: booster.predict(rows, options), rowCount };
      for (let row = 0; row < rowCount; row++) {
        const from = raw.length;
        write(scores, row);
        prediction.values[row] = argmaxOf(probability.values.subarray(from, from + classCount));
      }
      lists(rows, rowCount);
    });
  },
});

/** What a booster makes of a block of rows. */
interface Scores {
  readonly margins: Float32Array;
  readonly predicted: Float32Array;
  readonly rowCount: number;
}

/** Writes the raw prediction and the probability of a row. */
type WriteScores = (scores: Scores, row: number) => void;

function binaryWriter(raw: VectorRegister, probability: VectorRegister): WriteScores {
  return ({ margins, predicted }, row) => {
    const p = predicted[row];
    raw.values[raw.length] = -margins[row];
    raw.values[raw.length + 1] = margins[row];
    raw.closeDense(2);
    probability.values[probability.length] = Math.fround(1 - p);
    probability.values[probability.length + 1] = p;
    probability.closeDense(2);
  };
}

function multiWriter(raw: VectorRegister, probability: VectorRegister, classCount: number): WriteScores {
  return ({ margins, predicted, rowCount }, row) => {
    const [start, end] = [row * classCount, (row + 1) * classCount];
    const own = margins.subarray(start, end);
    const hasShares = predicted.length === rowCount * classCount;
    raw.values.set(own, raw.length);
    raw.closeDense(classCount);
    probability.values.set(hasShares ? predicted.subarray(start, end) : softmaxOf(own), probability.length);
    probability.closeDense(classCount);
  };
}

/** For an objective that predicts the class alone (`multi:softmax`). */
function softmaxOf(margins: Float32Array): Float32Array {
  const shares = Float64Array.from(margins);
  softmax(shares);
  return Float32Array.from(shares);
}

/** Of two classes the second one wins a tie. */
function argmaxOf(probability: Float64Array): number {
  return probability.length === 2 ? Number(probability[1] >= 0.5) : argmax(probability);
}
