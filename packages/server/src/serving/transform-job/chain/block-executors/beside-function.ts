import { availableParallelism } from 'node:os';
import { Semaphore } from '../../../../util/semaphore.ts';
import type { Stage } from '../../../container/stage.ts';
import { Chain } from '../../../invocation/chain.ts';
import { StageFailure } from '../../../invocation/stage-failure.ts';
import type { BlockExecutor } from '../block-executor.ts';
import type { BlockOrigin } from '../block-origin.ts';
import type { BlockPlan } from '../block-plan.ts';
import { JobCalls } from '../job-calls.ts';
import type { BlockResult } from '../transform-block.ts';
import { writeTask } from './block-task.ts';
import { readSettled } from './settled-block.ts';

export interface BesideFunctionJob {
  readonly plan: BlockPlan;
  /** Longest time that a block may take, milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Starts the same containers, each by itself. */
  readonly startApart: () => Promise<BlockExecutor>;
}

/** Blocks that each process has: one that it works on, one that lies ready, one on its way. */
const blocksEach = 3;

/**
 * The processes of a function, each of which has the whole chain loaded. The same containers, each running by itself, do
 * what these processes do not answer: a block with a refused record and, once a process ended or hung, all blocks from
 * then on. They know which container is to blame.
 */
export function besideFunctionExecutor(processes: Stage, job: BesideFunctionJob): BlockExecutor {
  const { plan, timeoutMs, signal } = job;
  const depth = (processes.processCount ?? availableParallelism()) * blocksEach;
  const chain = new Chain([processes]);
  const calls = new JobCalls([], { timeoutMs, signal, maxRetries: 0, recoveryMs: 0, slots: new Semaphore(depth) });
  let apart: Promise<BlockExecutor> | undefined;
  let areAnswering = true;

  const attempt = async (block: Buffer, origin: BlockOrigin): Promise<BlockResult | undefined> => {
    try {
      const { body } = await calls.ask(chain, { body: writeTask({ plan, origin, block }) });
      const settled = readSettled(body);
      return settled === undefined ? undefined : { ...settled, rejected: [] };
    } catch (error) {
      if (!(error instanceof StageFailure)) throw error;
      areAnswering &&= error.reason === 'answered';
      return undefined;
    }
  };

  return {
    depth,
    needsFirstRecord: plan.strategy === 'MULTI_RECORD',
    placeholder: plan.badRecords.placeholder,
    async run(block, origin) {
      const settled = areAnswering ? await attempt(block, origin) : undefined;
      if (settled !== undefined) return settled;
      apart ??= job.startApart();
      return (await apart).run(block, origin);
    },
    async close() {
      await processes.close();
      await (await apart?.catch(() => undefined))?.close();
    },
  };
}
