import type { BatchChain } from '../batch-chain.ts';
import type { BlockExecutor } from '../block-executor.ts';
import type { BlockOptions } from '../block-options.ts';
import { transformBlock } from '../transform-block.ts';

interface InLineJob extends Pick<BlockExecutor, 'depth' | 'close'> {
  readonly options: BlockOptions;
}

/** Drives the chain from this thread: for chains with containers outside this process, which do the work. */
export function inLineExecutor(chain: BatchChain, { options, depth, close }: InLineJob): BlockExecutor {
  return {
    depth,
    needsFirstRecord: options.strategy === 'MULTI_RECORD',
    placeholder: options.badRecords.placeholder,
    run: (block, origin) => transformBlock(chain, block, options, origin),
    close,
  };
}
