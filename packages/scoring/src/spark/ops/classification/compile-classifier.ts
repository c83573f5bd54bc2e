import { scalar } from '../../../frame/data-type.ts';
import { ScoringError } from '../../../scoring-error.ts';
import type { Op } from '../../op.ts';
import type { Kernel } from '../../plan/kernel.ts';
import { eachVector } from '../../plan/old-map-vectors.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';
import type { Classifier, LoadClassifier } from './classifier.ts';

/** The op of a classifier: `features` to those of `raw_prediction`, `probability` and `prediction` that are wired. */
export function classifierOp(name: string, load: LoadClassifier): Op {
  return {
    name,
    compile(context) {
      const model = load({ ...sourceOf(context) });
      return compileClassifier(context, model);
    },
  };
}

function sourceOf(context: NodeContext) {
  const { op, attributes, folder, semantics } = context;
  return { op, attributes, folder, semantics, bad: (what: string) => context.bad(what) };
}

function compileClassifier(context: NodeContext, model: Classifier): Kernel {
  const { classCount, featureCount } = model;
  const input = context.vectors('features', featureCount);
  const rawOutput = context.hasOutput('raw_prediction')
    ? context.outputVectors('raw_prediction', classCount)
    : undefined;
  const hasProbability = context.hasOutput('probability') && model.toProbability !== undefined;
  const probabilityOutput = hasProbability ? context.outputVectors('probability', classCount) : undefined;
  const prediction = context.outputNumbers('prediction', scalar('double', false));
  const choose = pickRule(context, model, rawOutput !== undefined, hasProbability);
  const raw = new Float64Array(classCount);
  const probability = new Float64Array(classCount);
  const empty = (row: number) => {
    rawOutput?.closeEmpty();
    probabilityOutput?.closeEmpty();
    prediction.values[row] = Number.NaN;
  };
  const each = (row: number) => {
    if (!scoreRow(context, model, input, row, raw)) return empty(row);
    if (rawOutput !== undefined) writeRow(rawOutput, raw);
    if (model.toProbability !== undefined) {
      probability.set(raw);
      model.toProbability(probability);
    }
    if (probabilityOutput !== undefined) writeRow(probabilityOutput, probability);
    prediction.values[row] = choose(raw, probability);
  };
  const loop = eachVector(context, input, each, empty, featureCount);
  return (rowCount) => {
    rawOutput?.reserve(rowCount);
    probabilityOutput?.reserve(rowCount);
    prediction.reserve(rowCount);
    loop(rowCount);
  };
}

/** Which vector the class is chosen from depends on the columns that are asked for; MLeap and Spark differ in the order. */
function pickRule(
  context: NodeContext,
  model: Classifier,
  hasRaw: boolean,
  hasProbability: boolean,
): (raw: Float64Array, probability: Float64Array) => number {
  if (context.semantics === 'spark' && hasRaw) return (raw) => model.fromRaw(raw);
  if (hasProbability) return (_, probability) => model.fromProbability(probability);
  if (hasRaw) return (raw) => model.fromRaw(raw);
  const predict = model.predict ?? model.fromRaw;
  return (raw) => predict(raw);
}

function scoreRow(
  context: NodeContext,
  model: Classifier,
  input: VectorRegister,
  row: number,
  raw: Float64Array,
): boolean {
  try {
    model.score(input, row, raw);
    return true;
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    context.fail(row, error.code, error.message, error.place.value, input);
    return false;
  }
}

function writeRow(output: VectorRegister, values: Float64Array): void {
  output.room(values.length);
  output.values.set(values, output.length);
  output.closeDense(values.length);
}
