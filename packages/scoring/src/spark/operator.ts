import { present } from '../util/present.ts';
import type { Attributes } from './attributes/attributes.ts';
import type { BundleFolder } from './attributes/bundle-folder.ts';
import type { WriteModel } from './attributes/bundle-model.ts';
import type { Kernel } from './plan/kernel.ts';
import type { NodeContext } from './plan/node-context.ts';
import type { CompileNode, PlanNode } from './plan/plan-node.ts';
import type { Ports } from './plan/ports.ts';
import { describeStage } from './save/bad-stage.ts';
import { bundleContext } from './save/bundle-context.ts';
import type { SavedStage } from './save/saved-stage.ts';
import type { StageForm, StageScope } from './save/stage-form.ts';

/** How an operator is read from a bundle: its attributes, and the other files of its folder. */
export interface BundleForm<Parameters> {
  readonly read: (attributes: Attributes, folder: BundleFolder) => Parameters;
}

/** An operator whole: its parameters as MLeap and as Spark keep them, and what it makes of columns. */
export interface OperatorDefinition<Parameters> {
  /** Its name: MLeap's, where MLeap has it. */
  readonly op: string;
  /** Absent where MLeap does not have it. */
  readonly bundle?: BundleForm<Parameters>;
  /** Writes what Spark saved as MLeap keeps it; absent where it cannot be kept. */
  readonly write?: WriteModel<Parameters>;
  /** Absent where Spark does not have it. */
  readonly spark?: StageForm<Parameters>;
  /**
   * Checks the parameters, asks for the registers of its ports, and returns the loop over them. What is wrong with the model is thrown
   * here as `bad_model`, what is wrong with a row is reported to `context.fail` while the loop runs. Where MLeap and Spark differ,
   * `context.semantics` decides.
   */
  readonly compile: (parameters: Parameters, ports: Ports, context: NodeContext) => Kernel;
}

/** An operator for the tables, where its parameters are its own business. */
export interface Operator {
  readonly op: string;
  /** Reads a node of a bundle; absent where MLeap does not have the operator. */
  readonly openBundle?: (attributes: Attributes, folder: BundleFolder) => CompileNode;
  /** Spark's classes, without their package; empty where Spark does not have the operator. */
  readonly classes: readonly string[];
  /** The nodes that a stage of one of the classes becomes. */
  readonly mapStage: (stage: SavedStage, scope: StageScope) => PlanNode[];
}

export function operator<Parameters>(definition: OperatorDefinition<Parameters>): Operator {
  const { op, bundle, write, spark, compile } = definition;
  const bind =
    (parameters: Parameters): CompileNode =>
    (ports, context) =>
      compile(parameters, ports, context);
  const openBundle =
    bundle === undefined
      ? undefined
      : (attributes: Attributes, folder: BundleFolder) => bind(bundle.read(attributes, folder));
  return {
    op,
    ...present({ openBundle }),
    classes: spark?.classes ?? [],
    mapStage: (stage, scope) => {
      const nodes = spark?.read(stage, scope) ?? [];
      return nodes.map(({ parameters, inputs, outputs, canSkip = false }) => ({
        path: describeStage(stage.metadata),
        op,
        inputs: socketsOf(inputs),
        outputs: socketsOf(outputs),
        canSkip: () => canSkip,
        // Before Spark 4 vectors were compressed by another rule.
        ...present({ sparseOverhead: stage.isBefore(4) ? 1.5 : undefined }),
        compile: bind(parameters),
        ...present({
          toBundle:
            write === undefined
              ? undefined
              : () => ({
                  uid: stage.metadata.uid,
                  model: write(parameters, bundleContext(stage, { columns: scope.columns, inputs })),
                }),
        }),
      }));
    },
  };
}

const socketsOf = (ports: Readonly<Record<string, string>>) =>
  Object.entries(ports).map(([port, name]) => ({ port, name }));
