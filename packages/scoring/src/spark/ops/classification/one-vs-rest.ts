import { scalar } from '../../../frame/data-type.ts';
import { ScoringError } from '../../../scoring-error.ts';
import type { Attributes } from '../../attributes/attributes.ts';
import type { BundleFolder } from '../../attributes/bundle-folder.ts';
import type { BundleContext, MemberModel } from '../../attributes/bundle-model.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { eachVector } from '../../plan/each-vector.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import { featuresPort } from '../../save/features-port.ts';
import { outputPorts } from '../../save/output-ports.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import type { Classifier } from './classifier.ts';
import type { ClassifierMember } from './classifier-operator.ts';
import { classifierPorts } from './classifier-ports.ts';
import { classifiers } from './classifiers.ts';
import { MemberScore } from './member-score.ts';

interface OneVsRest {
  readonly featureCount: number | undefined;
  /** One a class, each of two classes. */
  readonly members: readonly ClassifierMember[];
}

/** Members of a saved model are folders: more are a mistake. */
const MAX_MEMBERS = 100_000;

/**
 * `one_vs_rest`: one binary member a class. MLeap chooses by the members' probability, or by their 0 or 1 where they
 * have none, the first of equals; Spark by the raw margin. The raw prediction of decision trees is their share in MLeap
 * (except for the first row that meets a leaf) and their count in Spark. Source: MLeap `OneVsRestModel.scala`, Spark `OneVsRestModel`.
 */
export const oneVsRest = operator<OneVsRest>({
  op: 'one_vs_rest',
  bundle: {
    read: (attributes, folder) => ({
      featureCount: attributes.integer('num_features', 0) || undefined,
      members: Array.from({ length: attributes.classCount() }, (_, at) =>
        readMember(attributes, folder.folder(`model${at}`)),
      ),
    }),
  },
  write: ({ featureCount, members }, context) => ({
    attributes: {
      num_classes: bundleValue.long(members.length),
      num_features: bundleValue.long(featureCount ?? context.inputSize('features')),
    },
    members: Object.fromEntries(members.map((member, at) => [`model${at}`, writeMember(member, context)])),
  }),
  spark: {
    classes: ['OneVsRestModel'],
    read: (stage, { columns }) => {
      const members = savedMembers(stage);
      const featureCount = members.find((member) => member.featureCount !== undefined)?.featureCount;
      const inputs = featuresPort(stage.params, columns);
      const outputs = outputPorts(stage.params, columns, classifierPorts(members.length));
      return [{ parameters: { featureCount: featureCount || undefined, members }, inputs, outputs }];
    },
  },
  compile({ featureCount: size, members }, ports, context) {
    const classCount = members.length;
    const classifiersOf = members.map((member, at) => makeMember(context, member, at));
    for (const { featureCount: found } of classifiersOf) {
      if (size !== undefined && found !== undefined && found !== size)
        throw context.bad(`has a member for ${found} features; it has ${size} itself`);
    }
    const input = ports.vectors('features', size);
    const probability = ports.outputNumbers('probability', scalar('double', false));
    const rawOutput = ports.outputVectors('raw_prediction', classCount);
    const prediction = ports.outputNumbers('prediction', scalar('double', false));
    const isSpark = context.semantics === 'spark' && !ports.hasOutput('probability');
    const score = new MemberScore(input, isSpark);
    const pick = (row: number) => {
      let best = isSpark ? -1 : 0;
      let bestScore = -Infinity;
      rawOutput.room(classCount);
      for (let at = 0; at < classCount; at++) {
        score.take(classifiersOf[at], members[at].op, row);
        rawOutput.values[rawOutput.length + at] = score.margin;
        if (score.value > bestScore || (at === 0 && !isSpark)) {
          best = at;
          bestScore = score.value;
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
        const { code, message, place } = error;
        context.fail(row, { code, message, value: place.value, input });
        rawOutput.closeEmpty();
      }
    };
    const loop = eachVector(context, { input, size }, { each, empty: () => rawOutput.closeEmpty() });
    return (rowCount) => {
      rawOutput.reserve(rowCount);
      prediction.reserve(rowCount);
      probability.reserve(rowCount);
      loop(rowCount);
    };
  },
});

function readMember(attributes: Attributes, folder: BundleFolder): ClassifierMember {
  const member = folder.model();
  const classifier = classifiers.find(({ op }) => op === member.op);
  if (classifier === undefined) throw attributes.bad(`has the member "${member.op}", which is not supported here`);
  return classifier.openMember(member.attributes, folder);
}

/** Members whose probability grows with the raw prediction by which Spark chooses. */
const chosenAlike: ReadonlySet<string> = new Set(['gbt_classifier', 'logistic_regression', 'random_forest_classifier']);

function writeMember({ op, toBundle }: ClassifierMember, context: BundleContext): MemberModel {
  if (toBundle !== undefined && chosenAlike.has(op)) return toBundle(context);
  throw context.refuse(
    `chooses among members of OneVsRest by their probability, which is not what Spark goes by ("${op}")`,
  );
}

function savedMembers(stage: SavedStage): ClassifierMember[] {
  const classCount = stage.count('numClasses');
  if (classCount > MAX_MEMBERS) throw stage.bad(`has ${classCount} classes`);
  return Array.from({ length: classCount }, (_, at) => {
    const member = stage.child(`model_${at}`);
    const classifier = classifiers.find(({ classes }) => classes.includes(member.kind));
    if (classifier === undefined)
      throw member.unsupported(`members of the class ${member.metadata.className} are not read`);
    return classifier.readMember(member);
  });
}

function makeMember(context: NodeContext, { op, make }: ClassifierMember, at: number): Classifier {
  const { semantics } = context;
  const classifier = make({ semantics, bad: (what) => context.bad(`model${at} (${op}) ${what}`) });
  if (classifier.classCount === 2) return classifier;
  throw context.bad(`has a member of ${classifier.classCount} classes; 2 are needed`);
}
