import type { Op } from '../op.ts';
import type { OpNode } from './op-node.ts';

/** One step of a pipeline, nested pipelines taken apart. */
export interface PlanNode extends OpNode {
  /** The op itself, where it is none of the table `ops.ts`. */
  readonly ownOp?: Op;
}
