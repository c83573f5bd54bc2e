import { defined } from '../../../util/defined.ts';
import { present } from '../../../util/present.ts';
import type { Attributes } from '../../attributes/attributes.ts';
import type { BundleFolder } from '../../attributes/bundle-folder.ts';
import type { BundleContext, MemberModel, WriteModel } from '../../attributes/bundle-model.ts';
import { type BundleForm, type Operator, operator } from '../../operator.ts';
import { featuresPort } from '../../save/features-port.ts';
import { outputPorts } from '../../save/output-ports.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import type { StageForm } from '../../save/stage-form.ts';
import type { Classifier, ClassifierContext } from './classifier.ts';
import { classifierPorts } from './classifier-ports.ts';
import { compileClassifier } from './compile-classifier.ts';

/** A classifier as Spark saved it, with what is known of it before it is made. */
export interface SavedClassifier<Parameters> {
  readonly parameters: Parameters;
  readonly classCount: number;
  /** Size of the vectors it was fitted to, if the model says. */
  readonly featureCount?: number | undefined;
}

/** How a classifier is read from what Spark saved. */
export interface SavedClassifierForm<Parameters> {
  readonly className: string;
  readonly read: (stage: SavedStage) => SavedClassifier<Parameters>;
}

/** A classifier whole. */
export interface ClassifierDefinition<Parameters> {
  readonly op: string;
  readonly bundle: BundleForm<Parameters>;
  /** Writes what Spark saved as MLeap keeps it. */
  readonly write?: WriteModel<Parameters>;
  /** Absent where Spark does not have it. */
  readonly spark?: SavedClassifierForm<Parameters>;
  readonly make: (parameters: Parameters, context: ClassifierContext) => Classifier;
}

/** A classifier inside another model, to be made where its plan is compiled. */
export interface ClassifierMember {
  readonly op: string;
  readonly make: (context: ClassifierContext) => Classifier;
  readonly featureCount?: number | undefined;
  /** As MLeap keeps it, of a member that Spark saved. */
  readonly toBundle?: (context: BundleContext) => MemberModel;
}

/** An operator that is loaded from a model alone, so that `one_vs_rest` can hold it too. */
export interface ClassifierOperator extends Operator {
  readonly openMember: (attributes: Attributes, folder: BundleFolder) => ClassifierMember;
  /** As a member of what Spark saved; throws where Spark does not have it. */
  readonly readMember: (stage: SavedStage) => ClassifierMember;
}

/** `features` to those of `raw_prediction`, `probability` and `prediction` that are wired. */
export function classifierOperator<P>({ op, bundle, write, spark, make }: ClassifierDefinition<P>): ClassifierOperator {
  const member = (parameters: P): ClassifierMember => ({ op, make: (context) => make(parameters, context) });
  const whole = operator<P>({
    op,
    bundle,
    ...present({ write }),
    ...present({ spark: spark === undefined ? undefined : stageForm(spark) }),
    compile: (parameters, ports, context) => compileClassifier(make(parameters, context), ports, context),
  });
  return {
    ...whole,
    openMember: (attributes, folder) => member(bundle.read(attributes, folder)),
    readMember: (stage) => {
      const { parameters, featureCount } = defined(spark).read(stage);
      const toBundle = write && ((context: BundleContext) => ({ op, ...write(parameters, context) }));
      return { ...member(parameters), featureCount, ...present({ toBundle }) };
    },
  };
}

/** A stage of its own, of which only the columns are made that are named. */
function stageForm<P>({ className, read }: SavedClassifierForm<P>): StageForm<P> {
  return {
    classes: [className],
    read: (stage, { columns }) => {
      const { parameters, classCount } = read(stage);
      const inputs = featuresPort(stage.params, columns);
      const outputs = outputPorts(stage.params, columns, classifierPorts(classCount));
      return Object.keys(outputs).length === 0 ? [] : [{ parameters, inputs, outputs }];
    },
  };
}
