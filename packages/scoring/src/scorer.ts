import type { Frame } from './frame/frame.ts';
import type { Schema } from './frame/schema.ts';

/** A model ready to score: anything that maps a frame to a frame. */
export interface Scorer {
  readonly inputSchema: Schema;
  readonly outputSchema: Schema;
  /**
   * Scores every row of a frame whose columns are those of `inputSchema`. Rows that fail or are skipped stand in the
   * result's `rejections`; only what concerns the whole frame (a missing column, a wrong type) throws `ScoringError`.
   * The result's columns may be the scorer's own buffers, which the next call writes over.
   */
  scoreShared(frame: Frame): Frame;
}
