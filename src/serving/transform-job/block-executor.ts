import type { BlockResult } from './transform-block.ts';

/** Turns blocks into output, here or in other threads. Rejects with `RecordFailure` for a record that stops its object. */
export interface BlockExecutor {
  /** Blocks worth having under way at once. */
  readonly depth: number;
  run(block: Buffer): Promise<BlockResult>;
  close(): Promise<void>;
}
