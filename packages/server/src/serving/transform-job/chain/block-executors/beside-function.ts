import { availableParallelism } from 'node:os';
import { BufferPool } from '../../../../util/buffer-pool.ts';
import { Semaphore } from '../../../../util/semaphore.ts';
import { Chain } from '../../../invocation/chain.ts';
import { StageFailure } from '../../../invocation/stage-failure.ts';
import type { BlockExecutor } from '../block-executor.ts';
import type { BlockOrigin } from '../block-origin.ts';
import type { BlockPlan } from '../block-plan.ts';
import { JobCalls } from '../job-calls.ts';
import type { BlockResult } from '../transform-block.ts';
import { taskRoom, writeTask } from './block-task.ts';
import type { TakenProcesses } from './function-processes.ts';
import { readSettled } from './settled-block.ts';

export interface BesideFunctionJob {
  readonly plan: BlockPlan;
  /** Bytes of a block that is whole records, at most. */
  readonly blockBytes: number;
  /** Longest time that a block may take, milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Starts the same containers, each by itself. */
  readonly startApart: () => Promise<BlockExecutor>;
}

/** Blocks that each process has: one that it works on, one that lies ready, one on its way. */
const blocksEach = 3;
/** Memory of larger blocks is not used again. */
const mostPooledBytes = 1024 * 1024;

/**
 * The processes of a function, each of which has the whole chain loaded. The same containers, each running by itself, do
 * what these processes do not answer: a block with a refused record and, once a process ended or hung, all blocks from
 * then on. They know which container is to blame.
 */
export function besideFunctionExecutor(taken: TakenProcesses, job: BesideFunctionJob): BlockExecutor {
  const { stage: processes } = taken;
  const { plan, blockBytes, timeoutMs, signal } = job;
  const depth = (processes.processCount ?? availableParallelism()) * blocksEach;
  const memory = new BufferPool(Math.min(blockBytes, mostPooledBytes) + taskRoom, depth * 2);
  const chain = new Chain([processes]);
  const calls = new JobCalls([], { timeoutMs, signal, maxRetries: 0, recoveryMs: 0, slots: new Semaphore(depth) });
  let apart: Promise<BlockExecutor> | undefined;
  let areAnswering = true;
  let underWay = 0;

  const attempt = async (block: Buffer, origin: BlockOrigin): Promise<BlockResult | undefined> => {
    underWay++;
    try {
      const task = writeTask({ job: taken.job, plan, origin, block }, memory.hasLent(block.buffer));
      const settled = readSettled((await calls.ask(chain, { body: task })).body);
      return settled === undefined ? undefined : { ...settled, rejected: [] };
    } catch (error) {
      if (!(error instanceof StageFailure)) throw error;
      areAnswering &&= error.reason === 'answered';
      return undefined;
    } finally {
      underWay--;
    }
  };

  return {
    depth,
    needsFirstRecord: plan.strategy === 'MULTI_RECORD',
    placeholder: plan.badRecords.placeholder,
    room: (length) => (length + taskRoom <= memory.bytes ? Buffer.from(memory.take(), 0, length) : undefined),
    async run(block, origin) {
      const settled = areAnswering ? await attempt(block, origin) : undefined;
      if (settled !== undefined) {
        // It was answered, so that it has been sent: it is read no more.
        memory.giveBack(block.buffer);
        return settled;
      }
      apart ??= job.startApart();
      return (await apart).run(block, origin);
    },
    async close() {
      await (areAnswering && underWay === 0 ? taken.giveBack() : processes.close());
      await (await apart?.catch(() => undefined))?.close();
    },
  };
}
