import type { ModelFolder } from './model/model-folder.ts';
import type { Attributes } from './model/attributes.ts';
import type { Op } from './op.ts';
import type { Kernel } from './plan/kernel.ts';
import type { NodeContext } from './plan/node-context.ts';
import type { Ports } from './plan/ports.ts';
import type { StageForm } from './save/stage-form.ts';
import type { StageTable } from './save/map-stage.ts';
import { makeNode } from './save/node.ts';

/** How an operator is read from a bundle: its attributes, and the files of its folder. */
export interface BundleForm<Parameters> {
  readonly read: (attributes: Attributes, folder: ModelFolder) => Parameters;
}

/** An operator whole: its parameters as MLeap and as Spark keep them, and what it makes of columns. */
export interface OperatorDefinition<Parameters> {
  /** Its name: MLeap's, where MLeap has it. */
  readonly op: string;
  /** Absent where MLeap does not have it. */
  readonly bundle?: BundleForm<Parameters>;
  /** Absent where Spark does not have it. */
  readonly spark?: StageForm<Parameters>;
  /**
   * The loop over the registers of its ports. What is wrong with the model is thrown here as `bad_model`, what is wrong with a row is
   * reported to `context.fail` while the loop runs. Where MLeap and Spark differ, `context.semantics` decides.
   */
  readonly compile: (parameters: Parameters, ports: Ports, context: NodeContext) => Kernel;
}

/** An operator for the tables: its parameters are its own business. */
export interface Operator extends Op {
  readonly stages: StageTable;
}

export function operator<Parameters>(definition: OperatorDefinition<Parameters>): Operator {
  const { op, bundle, spark, compile } = definition;
  const stages: StageTable = Object.fromEntries(
    (spark?.classes ?? []).map((name) => [
      name,
      (stage, scope) =>
        (spark?.read(stage, scope) ?? []).map(({ parameters, inputs, outputs, canSkip }) => {
          const attributes = canSkip === true ? { handle_invalid: 'skip' } : {};
          const own: Op = { name: op, compile: (context) => compile(parameters, context, context) };
          return makeNode(stage, { op, attributes }, inputs, outputs, own);
        }),
    ]),
  );
  return {
    name: op,
    compile(context) {
      if (bundle === undefined) throw context.bad('is no op of bundles');
      return compile(bundle.read(context.attributes, context.folder), context, context);
    },
    stages,
  };
}
