import { scalar } from '../../../frame/data-type.ts';
import { ScoringError } from '../../../scoring-error.ts';
import { Attributes } from '../../model/attributes.ts';
import type { Op } from '../../op.ts';
import { eachVector } from '../../plan/old-map-vectors.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import { classifiers } from './classifiers.ts';
import type { Classifier } from './classifier.ts';
import { own } from '../../../util/own.ts';

/** A member; `isTree` where MLeap divides a leaf's counts in place, and so has shares for raw values from then on. */
interface Member {
  readonly classifier: Classifier;
  readonly isTree: boolean;
}

/**
 * `one_vs_rest`: one binary member a class. MLeap chooses by the members' probability, or by their 0 or 1 where they
 * have none, the first of equals; Spark by the raw margin. The raw prediction of decision trees is their share in MLeap
 * (but for the first row that meets a leaf) and their count in Spark. Source: MLeap `OneVsRestModel.scala`, Spark `OneVsRestModel`.
 */
export const oneVsRest: Op = {
  name: 'one_vs_rest',
  compile(context) {
    const classCount = context.attributes.classCount();
    const size = context.attributes.integer('num_features', 0) || undefined;
    const members = Array.from({ length: classCount }, (_, at) => loadMember(context, at));
    for (const { classifier } of members) {
      const found = classifier.featureCount;
      if (size !== undefined && found !== undefined && found !== size)
        throw context.bad(`has a member for ${found} features; it has ${size} itself`);
    }
    const input = context.vectors('features', size);
    const probability = context.outputNumbers('probability', scalar('double', false));
    const rawOutput = context.outputVectors('raw_prediction', classCount);
    const prediction = context.outputNumbers('prediction', scalar('double', false));
    const isSpark = context.semantics === 'spark' && !context.hasOutput('probability');
    const raw = new Float64Array(2);
    const pick = (row: number) => {
      let best = isSpark ? -1 : 0;
      let bestScore = -Infinity;
      rawOutput.room(classCount);
      for (let at = 0; at < classCount; at++) {
        const { margin, score } = scoreMember(members[at], input, row, raw, isSpark);
        rawOutput.values[rawOutput.length + at] = margin;
        if (score > bestScore || (at === 0 && !isSpark)) {
          best = at;
          bestScore = score;
        }
      }
      rawOutput.closeDense(classCount);
      prediction.values[row] = best;
      probability.values[row] = bestScore;
    };
    const each = (row: number) => {
      try {
        pick(row);
      } catch (error) {
        if (!(error instanceof ScoringError)) throw error;
        context.fail(row, error.code, error.message, error.place.value, input);
        rawOutput.closeEmpty();
      }
    };
    const loop = eachVector(context, input, each, () => rawOutput.closeEmpty(), size);
    return (rowCount) => {
      rawOutput.reserve(rowCount);
      prediction.reserve(rowCount);
      probability.reserve(rowCount);
      loop(rowCount);
    };
  },
};

function scoreMember(
  { classifier: member, isTree }: Member,
  input: Parameters<Classifier['score']>[0],
  row: number,
  raw: Float64Array,
  isSpark: boolean,
): { margin: number; score: number } {
  member.score(input, row, raw);
  const margin = raw[1];
  if (isSpark) return { margin, score: margin };
  if (member.toProbability === undefined) {
    const label = member.fromRaw(raw);
    return { margin: label, score: label };
  }
  member.toProbability(raw);
  return { margin: isTree ? raw[1] : margin, score: raw[1] };
}

function loadMember(context: NodeContext, at: number): Member {
  const folder = context.folder.folder(`model${at}`);
  const { op, attributes } = folder.model();
  const load = own(classifiers, op);
  if (load === undefined) throw context.bad(`has the member "${op}", which is not supported here`);
  const { semantics } = context;
  const member = load({
    op,
    attributes: new Attributes(attributes, folder.path),
    folder,
    semantics,
    bad: (what) => context.bad(`model${at} (${op}) ${what}`),
  });
  if (member.classCount !== 2) throw context.bad(`has a member of ${member.classCount} classes; 2 are needed`);
  return { classifier: member, isTree: op === 'decision_tree_classifier' };
}
