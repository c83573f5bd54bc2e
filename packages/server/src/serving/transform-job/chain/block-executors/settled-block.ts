import type { BlockResult } from '../transform-block.ts';

/** What became of a block none of whose records was refused. */
export type SettledBlock = Omit<BlockResult, 'rejected'>;

const countsBytes = 16;

/** How many records and lines the block had, 64 bits each, and its part of the output. */
export function writeSettled({ output, recordCount, lineCount }: SettledBlock): Buffer {
  const counts = Buffer.alloc(countsBytes);
  counts.writeDoubleLE(recordCount, 0);
  counts.writeDoubleLE(lineCount, 8);
  return Buffer.concat([counts, output]);
}

/** Undefined for what is none: the process runs code of others. */
export function readSettled(message: Buffer): SettledBlock | undefined {
  if (message.length < countsBytes) return undefined;
  const [recordCount, lineCount] = [message.readDoubleLE(0), message.readDoubleLE(8)];
  if (!isCount(recordCount) || !isCount(lineCount)) return undefined;
  return { recordCount, lineCount, output: message.subarray(countsBytes) };
}

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
