import { BufferPool } from '../../../../util/buffer-pool.ts';
import type { ExecutionParameters } from '../../../container/execution-parameters.ts';
import type { BlockExecutor } from '../block-executor.ts';
import type { BlockPlan } from '../block-plan.ts';
import type { BlockResult } from '../transform-block.ts';
import { ChainThread } from './chain-thread.ts';
import type { WorkerChain } from './chain-worker.ts';
import type { WorkerSource } from './chain-workers.ts';

/** Memory of larger blocks is not used again. */
const mostPooledBytes = 1024 * 1024;

/** An all-native chain on several threads, each with the chain loaded for itself. */
export class WorkerThreads {
  readonly #threads: readonly ChainThread[];

  /** They begin to load at once. */
  constructor(workers: WorkerSource, chain: WorkerChain, count: number) {
    this.#threads = Array.from({ length: count }, () => new ChainThread(workers, chain));
  }

  /** What the first container wishes for. Rejects with `StartFailure` if the chain cannot be loaded: it shows here, not at the first record. */
  wishes(): Promise<ExecutionParameters | undefined> {
    return Promise.race(this.#threads.map((thread) => thread.wishes));
  }

  /** Runs blocks on the thread that has the fewest; they are handed over and back without copying. */
  executor(plan: BlockPlan, blockBytes: number): BlockExecutor {
    for (const thread of this.#threads) thread.prepare(plan);
    // A thread has its next block before it: this one, which would hand it over, may be waiting for the disk.
    const depth = this.#threads.length * 3;
    const memory = new BufferPool(Math.min(blockBytes, mostPooledBytes), depth * 2);
    return {
      depth,
      needsFirstRecord: plan.strategy === 'MULTI_RECORD',
      placeholder: plan.badRecords.placeholder,
      room: (length) => (length <= memory.bytes ? Buffer.from(memory.take(), 0, length) : undefined),
      run: (block, origin) => this.#run({ block: ownBytes(block, memory), origin }, memory),
      close: () => this.close(),
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  async #run(task: Parameters<ChainThread['run']>[0], memory: BufferPool): Promise<BlockResult> {
    const thread = this.#threads.reduce((least, next) => (next.blockCount < least.blockCount ? next : least));
    const { output, memory: free, ...rest } = await thread.run(task);
    memory.adopt(free);
    return { ...rest, output: Buffer.from(output.buffer, output.byteOffset, output.byteLength) };
  }
}

/** A block may be a part of a larger buffer, and be read from there still: only what has a buffer of its own can be handed over. */
function ownBytes(block: Buffer, memory: BufferPool): Uint8Array {
  const isOwn = block.byteLength === block.buffer.byteLength || memory.hasLent(block.buffer);
  return isOwn ? new Uint8Array(block.buffer, block.byteOffset, block.byteLength) : new Uint8Array(block);
}
