import type { NodeContext } from './plan/node-context.ts';
import type { Kernel } from './plan/kernel.ts';

/**
 * One kind of node, under the name that MLeap gave it. `compile` reads the attributes, asks the context for the registers of its ports, and returns
 * the loop over them; what is wrong with the model is thrown there as `bad_model`, what is wrong with a row is told to
 * `context.fail` while the loop runs.
 */
export interface Op {
  readonly name: string;
  readonly compile: (context: NodeContext) => Kernel;
}
