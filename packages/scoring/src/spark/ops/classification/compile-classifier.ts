import { scalar } from '../../../frame/data-type.ts';
import { ScoringError } from '../../../scoring-error.ts';
import { writeValues } from '../../plan/dense-row.ts';
import { eachVector } from '../../plan/each-vector.ts';
import type { Kernel } from '../../plan/kernel.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { Ports } from '../../plan/ports.ts';
import type { Classifier } from './classifier.ts';

/** A loop from `features` to those of `raw_prediction`, `probability` and `prediction` that are wired. */
export function compileClassifier(model: Classifier, ports: Ports, context: NodeContext): Kernel {
  const { classCount, featureCount: size, toProbability } = model;
  const input = ports.vectors('features', size);
  const rawOutput = ports.hasOutput('raw_prediction') ? ports.outputVectors('raw_prediction', classCount) : undefined;
  const hasProbability = ports.hasOutput('probability') && toProbability !== undefined;
  const probabilityOutput = hasProbability ? ports.outputVectors('probability', classCount) : undefined;
  const prediction = ports.outputNumbers('prediction', scalar('double', false));
  const choose = pickRule(model, context, { raw: rawOutput !== undefined, probability: hasProbability });
  const raw = new Float64Array(classCount);
  const probability = new Float64Array(classCount);
  const empty = (row: number) => {
    rawOutput?.closeEmpty();
    probabilityOutput?.closeEmpty();
    prediction.values[row] = Number.NaN;
  };
  const each = (row: number) => {
    try {
      model.score(input, row, raw);
    } catch (error) {
      if (!(error instanceof ScoringError)) throw error;
      const { code, message, place } = error;
      context.fail(row, { code, message, value: place.value, input });
      return empty(row);
    }
    if (rawOutput !== undefined) writeValues(rawOutput, raw);
    if (toProbability !== undefined) {
      probability.set(raw);
      toProbability(probability);
    }
    if (probabilityOutput !== undefined) writeValues(probabilityOutput, probability);
    prediction.values[row] = choose(raw, probability);
  };
  const loop = eachVector(context, { input, size }, { each, empty });
  return (rowCount) => {
    rawOutput?.reserve(rowCount);
    probabilityOutput?.reserve(rowCount);
    prediction.reserve(rowCount);
    loop(rowCount);
  };
}

/** Which vector the class is chosen from depends on the columns that are asked for; MLeap and Spark differ in the order. */
function pickRule(
  model: Classifier,
  context: NodeContext,
  wired: { readonly raw: boolean; readonly probability: boolean },
): (raw: Float64Array, probability: Float64Array) => number {
  if (context.semantics === 'spark' && wired.raw) return (raw) => model.fromRaw(raw);
  if (wired.probability) return (_, probability) => model.fromProbability(probability);
  if (wired.raw) return (raw) => model.fromRaw(raw);
  const predict = model.predict ?? model.fromRaw;
  return (raw) => predict(raw);
}
