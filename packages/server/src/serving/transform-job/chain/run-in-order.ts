import type { OversizedRecord } from '../records/splitter.ts';
import type { BlockExecutor } from './block-executor.ts';
import type { BlockOrigin } from './block-origin.ts';
import type { BlockResult } from './transform-block.ts';

/** A block that has been dealt with: what came of it, and the bytes that it took in the object. */
export interface DoneBlock {
  readonly result: BlockResult;
  readonly size: number;
}

export interface InOrder {
  /** Asked how many blocks may be under way now. */
  readonly share: () => number;
  /** What is known about a block that was just read, and begins this many bytes behind the first one. */
  readonly originOf: (byte: number) => BlockOrigin;
}

/**
 * Runs blocks through an executor with several under way, and gives their results in the order of the blocks. A block
 * that fails rejects when its turn comes, after all before it were given.
 */
export async function* runInOrder(
  blocks: AsyncIterable<Buffer | OversizedRecord>,
  executor: BlockExecutor,
  { share, originOf }: InOrder,
): AsyncGenerator<DoneBlock> {
  const underWay: Promise<DoneBlock>[] = [];
  let byte = 0;
  const next = async () => (await underWay.shift()) as DoneBlock;
  try {
    const source = blocks[Symbol.asyncIterator]();
    try {
      for (;;) {
        const block = await readNext(source);
        if (block === undefined) break;
        if ('failure' in block) {
          // What is before the place where reading failed comes first.
          while (underWay.length > 0) yield await next();
          throw block.failure;
        }
        const origin = originOf(byte);
        // Before its memory is handed over.
        byte += sizeOf(block.value);
        const running = run(block.value, executor, origin);
        running.catch(() => undefined); // seen when its turn comes
        underWay.push(running);
        while (underWay.length >= share()) yield await next();
      }
    } finally {
      await source.return?.(undefined);
    }
    while (underWay.length > 0) yield await next();
  } finally {
    await Promise.allSettled(underWay);
  }
}

type Read = { readonly value: Buffer | OversizedRecord } | { readonly failure: unknown };

async function readNext(source: AsyncIterator<Buffer | OversizedRecord>): Promise<Read | undefined> {
  try {
    const { done, value } = await source.next();
    return done === true ? undefined : { value };
  } catch (failure) {
    return { failure };
  }
}

const sizeOf = (block: Buffer | OversizedRecord) => (Buffer.isBuffer(block) ? block.length : block.size);

async function run(block: Buffer | OversizedRecord, executor: BlockExecutor, origin: BlockOrigin): Promise<DoneBlock> {
  // Taken before the block's memory is handed over.
  const size = sizeOf(block);
  if (!Buffer.isBuffer(block)) return { result: rejectOversized(block, executor), size };
  return { result: await executor.run(block, origin), size };
}

/** A record too large to be sent, or that its source cannot read, is set apart unsent. */
function rejectOversized({ head, size, problem }: OversizedRecord, executor: BlockExecutor): BlockResult {
  const body = problem ?? `The record has ${size} bytes, more than MaxPayloadInMB allows.`;
  const failure = { message: body, fault: 'client' as const, status: problem === undefined ? 413 : 400, body };
  const large = problem === undefined ? { size } : {};
  return {
    output: Buffer.from(executor.placeholder),
    recordCount: 1,
    lineCount: 1,
    rejected: [{ record: 0, line: 0, byte: 0, original: head, ...large, failure }],
  };
}
