import type { Stage } from '../../container/stage.ts';
import type { BatchChain } from '../batch-chain.ts';
import type { BlockExecutor } from '../block-executor.ts';
import { type BlockOptions, transformBlock } from '../transform-block.ts';

/** Drives the chain from this thread: for chains with containers outside this process, which do the work. */
export function inLineExecutor(
  chain: BatchChain,
  stages: readonly Stage[],
  options: BlockOptions,
  depth: number,
): BlockExecutor {
  return {
    depth,
    placeholder: options.badRecords.placeholder,
    run: (block, seed) => transformBlock(chain, block, options, seed),
    close: async () => {
      await Promise.allSettled(stages.map((stage) => stage.close()));
    },
  };
}
