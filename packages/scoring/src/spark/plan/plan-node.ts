import type { ExportedStage } from '../attributes/bundle-model.ts';
import type { Kernel } from './kernel.ts';
import type { NodeContext, NodeName } from './node-context.ts';
import type { NodePorts, Ports } from './ports.ts';

/** Asks for the registers of its ports and makes the loop over them. Throws `bad_model` where the model is wrong. */
export type CompileNode = (ports: Ports, context: NodeContext) => Kernel;

/** One step of a pipeline, nested pipelines taken apart. */
export interface PlanNode extends NodeName, NodePorts {
  /** Whether it may drop rows (`handle_invalid` skip). Is asked only where nothing that it makes is wanted. */
  readonly canSkip: () => boolean;
  readonly compile: CompileNode;
  /** What MLeap keeps of a saved stage; absent where it cannot, or where the node is of a bundle. Throws `unsupported_model`. */
  readonly toBundle?: () => ExportedStage;
}
