import { move, Piscina, transferableSymbol, valueSymbol } from 'piscina';
import { BufferPool } from '../../../util/buffer-pool.ts';
import { StartFailure } from '../../container/launch-stages.ts';
import type { BlockExecutor } from '../block-executor.ts';
import { RecordFailure } from '../record-failure.ts';
import type { BlockResult } from '../transform-block.ts';
import type { WorkerAnswer, WorkerChain, WorkerTask } from './chain-worker.ts';

/**
 * A thread's memory for what is new. Columns of blocks that are done with are let go of when it is full, so that much of it keeps
 * many of them: the default of 48 takes 60 MB more, and no less time.
 */
const youngMegabytes = 12;

/** Larger blocks are left to the collector. */
const mostPooledBytes = 1024 * 1024;

/** Most blocks that wait in a thread: those of small objects are many. */
const blocksPerThread = 32;

/**
 * Runs an all-native chain on several threads, each with the chain loaded for itself; blocks are handed over and back
 * without copying. Rejects if the chain cannot be loaded.
 */
export async function workerThreadsExecutor(
  chain: WorkerChain,
  threads: number,
  blockBytes: number,
): Promise<BlockExecutor> {
  const pool = new Piscina({
    filename: new URL(`./chain-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url).href,
    workerData: chain,
    minThreads: threads,
    maxThreads: threads,
    // A thread has its next blocks before it: this one, which would hand them over, may be waiting for the disk.
    concurrentTasksPerWorker: blocksPerThread,
    resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
  });
  try {
    // An empty block loads the chain: a model that cannot be loaded shows here, not at the first record.
    await runBlock(pool, Buffer.alloc(0), undefined);
  } catch (error) {
    await pool.destroy();
    throw error;
  }
  const { placeholder } = chain.block.badRecords;
  const depth = threads * 2;
  const memory = new BufferPool(Math.min(blockBytes, mostPooledBytes), depth * 2);
  return {
    depth,
    placeholder,
    room: (length) => (length <= memory.bytes ? Buffer.from(memory.take(), 0, length) : undefined),
    run: (block, seed) => runBlock(pool, block, seed, memory),
    close: () => pool.destroy(),
  };
}

async function runBlock(
  pool: Piscina,
  block: Buffer,
  seed: string | undefined,
  memory?: BufferPool,
): Promise<BlockResult> {
  // A block may be a part of a larger buffer: only a buffer of its own can be handed over.
  const isOwn = block.byteLength === block.buffer.byteLength || memory?.hasLent(block.buffer) === true;
  const owned = isOwn
    ? new Uint8Array(block.buffer as ArrayBuffer, block.byteOffset, block.byteLength)
    : new Uint8Array(block);
  const task: WorkerTask = { block: owned, seed };
  const answer = (await pool.run(
    move({ [transferableSymbol]: owned.buffer, [valueSymbol]: task } as never),
  )) as WorkerAnswer;
  if ('startFailures' in answer) throw new StartFailure(answer.startFailures);
  if ('failure' in answer) throw new RecordFailure(answer.failure.record, answer.failure.detail);
  const { output, memory: free, ...rest } = answer;
  memory?.adopt(free);
  return { ...rest, output: Buffer.from(output.buffer, output.byteOffset, output.byteLength) };
}
