import type { BatchChain } from '../batch-chain.ts';
import type { BlockExecutor } from '../block-executor.ts';
import type { BlockPlan } from '../block-plan.ts';
import { blockWork } from '../block-work.ts';
import { transformBlock } from '../transform-block.ts';

interface InLineJob extends Pick<BlockExecutor, 'depth' | 'close'> {
  readonly plan: BlockPlan;
}

/** Drives the chain from this thread: for chains with containers outside this process, which do the work. */
export function inLineExecutor(chain: BatchChain, { plan, depth, close }: InLineJob): BlockExecutor {
  const work = blockWork(chain, plan);
  return {
    depth,
    needsFirstRecord: plan.strategy === 'MULTI_RECORD',
    placeholder: plan.badRecords.placeholder,
    run: (block, origin) => transformBlock(work, block, origin),
    close,
  };
}
