import { deserialize, serialize } from 'node:v8';
import type { BlockOrigin } from '../block-origin.ts';
import type { BlockPlan } from '../block-plan.ts';

/** One block of records on its way to the process that transforms it. */
export interface BlockTask {
  readonly plan: BlockPlan;
  readonly origin: BlockOrigin;
  readonly block: Buffer;
}

const lengthBytes = 4;

/** The length of what is said about the block, that, and the block. */
export function writeTask({ plan, origin, block }: BlockTask): Buffer {
  const about = serialize({ plan, origin });
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32LE(about.length);
  return Buffer.concat([length, about, block]);
}

export function readTask(message: Buffer): BlockTask {
  const blockAt = lengthBytes + message.readUInt32LE(0);
  const about = deserialize(message.subarray(lengthBytes, blockAt)) as Omit<BlockTask, 'block'>;
  return { ...about, block: message.subarray(blockAt) };
}
