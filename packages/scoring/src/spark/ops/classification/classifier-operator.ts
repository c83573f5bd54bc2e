import type { Attributes } from '../../attributes/attributes.ts';
import type { BundleFolder } from '../../attributes/bundle-folder.ts';
import { type BundleForm, type Operator, operator } from '../../operator.ts';
import { featuresPort } from '../../save/features-port.ts';
import { outputPorts } from '../../save/output-ports.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { classifierPorts } from './classifier-ports.ts';
import type { Classifier, ClassifierContext } from './classifier.ts';
import { compileClassifier } from './compile-classifier.ts';

/** A classifier as Spark saved it, with what is known of it before it is made. */
export interface SavedClassifier<Parameters> {
  readonly parameters: Parameters;
  readonly classCount: number;
  /** Size of the vectors it was fitted to, if the model says. */
  readonly featureCount?: number | undefined;
}

/** A classifier whole. */
export interface ClassifierDefinition<Parameters> {
  readonly op: string;
  readonly bundle: BundleForm<Parameters>;
  /** Absent where Spark does not have it. */
  readonly spark?: {
    readonly className: string;
    readonly read: (stage: SavedStage) => SavedClassifier<Parameters>;
  };
  readonly make: (parameters: Parameters, context: ClassifierContext) => Classifier;
}

/** A classifier inside another model, to be made where its plan is compiled. */
export interface ClassifierMember {
  readonly op: string;
  readonly make: (context: ClassifierContext) => Classifier;
  readonly featureCount?: number | undefined;
}

/** An operator that is loaded from a model alone, so that `one_vs_rest` can hold it too. */
export interface ClassifierOperator extends Operator {
  readonly className: string | undefined;
  readonly bundleMember: (attributes: Attributes, folder: BundleFolder) => ClassifierMember;
  readonly savedMember: (stage: SavedStage) => ClassifierMember;
}

/** `features` to those of `raw_prediction`, `probability` and `prediction` that are wired. */
export function classifierOperator<P>({ op, bundle, spark, make }: ClassifierDefinition<P>): ClassifierOperator {
  const member = (parameters: P): ClassifierMember => ({ op, make: (context) => make(parameters, context) });
  const className = spark?.className;
  const whole = operator<P>({
    op,
    bundle,
    spark: {
      classes: className === undefined ? [] : [className],
      read: (stage, { columns }) => {
        if (spark === undefined) return [];
        const { parameters, classCount } = spark.read(stage);
        const inputs = featuresPort(stage.params, columns);
        const outputs = outputPorts(stage.params, columns, classifierPorts(classCount));
        return Object.keys(outputs).length === 0 ? [] : [{ parameters, inputs, outputs }];
      },
    },
    compile: (parameters, ports, context) => compileClassifier(make(parameters, context), ports, context),
  });
  return {
    ...whole,
    className,
    bundleMember: (attributes, folder) => member(bundle.read(attributes, folder)),
    savedMember: (stage) => {
      if (spark === undefined) throw stage.unsupported('is no class of Spark');
      const { parameters, featureCount } = spark.read(stage);
      return { ...member(parameters), featureCount };
    },
  };
}
