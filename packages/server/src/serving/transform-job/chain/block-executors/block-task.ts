import { deserialize, serialize } from 'node:v8';
import type { BlockOrigin } from '../block-origin.ts';
import type { BlockPlan } from '../block-plan.ts';

/** One block of records on its way to the process that transforms it. */
export interface BlockTask {
  readonly plan: BlockPlan;
  readonly origin: BlockOrigin;
  readonly block: Buffer;
}

export const writeTask = (task: BlockTask): Buffer => serialize(task);

export const readTask = (message: Buffer): BlockTask => deserialize(message) as BlockTask;
