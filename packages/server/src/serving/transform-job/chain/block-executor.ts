import type { SplitLimits } from '../records/splitter.ts';
import type { BlockOrigin } from './block-origin.ts';
import type { BlockResult } from './transform-block.ts';

/**
 * Turns blocks into output, here or in other threads. Rejects with `RecordFailure` for a record that fails its object, with
 * `ChainError` if none is to blame.
 */
export interface BlockExecutor {
  /** Whether its requests have several records, so that facts about the whole file must be passed with them. */
  readonly needsFirstRecord: boolean;
  /** Blocks worth having under way at once. */
  readonly depth: number;
  /** What stands in the output for a record that was set apart before it got here. */
  readonly placeholder: string;
  /** Where blocks are to be put so that they can be handed over, if they fit; each is then to be given to `run`. */
  readonly room?: SplitLimits['room'];
  /** The block's memory may be gone afterwards. */
  run(block: Buffer, origin: BlockOrigin): Promise<BlockResult>;
  close(): Promise<void>;
}
