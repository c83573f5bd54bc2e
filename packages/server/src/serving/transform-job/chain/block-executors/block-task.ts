import { deserialize, serialize } from 'node:v8';
import type { BlockOrigin } from '../block-origin.ts';
import type { BlockPlan } from '../block-plan.ts';

/** One block of records on its way to the process that transforms it. */
export interface BlockTask {
  /** The job's number: what a function has loaded is not kept for the next one. */
  readonly job: number;
  readonly plan: BlockPlan;
  readonly origin: BlockOrigin;
  readonly block: Buffer;
}

/** Bytes behind a block that what goes with it mostly fits into. */
export const taskRoom = 16 * 1024;
const lengthBytes = 4;

/**
 * The block, what goes with it, and how long that is. In the block's own memory, behind it, where it `mayGrow` and there is room: blocks
 * are large, and each copy of one brings garbage collection nearer.
 */
export function writeTask({ block, ...rest }: BlockTask, mayGrow: boolean): Buffer {
  const facts = serialize(rest);
  const length = block.length + facts.length + lengthBytes;
  const room = block.buffer.byteLength - block.byteOffset;
  const isInPlace = mayGrow && length <= room;
  const task = isInPlace ? Buffer.from(block.buffer, block.byteOffset, length) : Buffer.allocUnsafeSlow(length);
  if (!isInPlace) task.set(block);
  task.set(facts, block.length);
  task.writeUInt32LE(facts.length, length - lengthBytes);
  return task;
}

export function readTask(message: Buffer): BlockTask {
  const end = message.length - lengthBytes;
  const start = end - message.readUInt32LE(end);
  const facts = deserialize(message.subarray(start, end)) as Omit<BlockTask, 'block'>;
  return { ...facts, block: message.subarray(0, start) };
}
