import { Semaphore } from '../../../../util/semaphore.ts';
import type { Stage } from '../../../container/stage.ts';
import { BatchChain } from '../batch-chain.ts';
import { type BlockPlan, rowChecks } from '../block-plan.ts';
import { type BlockWork, blockWork } from '../block-work.ts';

/** The longest that a timer runs: whoever waits for these containers has a limit of its own. */
const noLimitMs = 2 ** 31 - 1;

/** Blocks through containers that are all loaded in this thread: they are asked once, one request at a time. */
export function localChain(stages: readonly Stage[], plan: BlockPlan, fuse: boolean): BlockWork {
  const chain = new BatchChain(stages, {
    chain: { fuse, maxIntermediateBytes: Infinity },
    timeoutMs: noLimitMs,
    maxRetries: 0,
    recoveryMs: 0,
    slots: new Semaphore(1),
    signal: new AbortController().signal,
    checkRows: rowChecks(plan),
  });
  return blockWork(chain, plan);
}
