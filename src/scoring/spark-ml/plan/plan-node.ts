import type { Socket } from '../model/attribute.ts';
import type { Attributes } from '../model/attributes.ts';
import type { ModelFolder } from '../model/model-folder.ts';
import type { Op } from '../op.ts';

/** One step of a pipeline, nested pipelines taken apart: an op, its attributes, and the columns its ports are wired to. */
export interface PlanNode {
  /** Names it in messages, such as `root/scaler.node`, the path inside a bundle. */
  readonly path: string;
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly Socket[];
  readonly outputs: readonly Socket[];
  readonly attributes: Attributes;
  readonly folder: ModelFolder;
  /** The op itself, where it is none of the table `ops.ts`. */
  readonly ownOp?: Op;
}
