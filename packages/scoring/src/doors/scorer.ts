import type { Frame } from '../frame/frame.ts';
import type { Schema } from '../frame/schema.ts';
import type { Scorer as Inner } from '../scorer.ts';
import { copyFrame } from './copy-frame.ts';
import { expectFrame } from './expect-frame.ts';
import { onlyScoringErrors } from './only-scoring-errors.ts';
import { trimFrame } from './trim-frame.ts';

/** A model ready to score: anything that maps a frame to a frame. */
export interface Scorer {
  readonly inputSchema: Schema;
  readonly outputSchema: Schema;
  /**
   * Scores every row of a frame whose columns are those of `inputSchema`, by name. The answer is the caller's own. Rows
   * that fail or are skipped are in its `rejections`; what concerns the whole frame throws `ScoringError`.
   */
  score(frame: Frame): Frame;
  /**
   * As `score`, without a copy: the answer's columns are the scorer's own buffers, which its next call writes over. For
   * callers that have read, or written out, an answer before the next frame is scored, with no `await` in between.
   */
  scoreShared(frame: Frame): Frame;
}

/** A scorer for callers from outside: frames are checked against the schema, answers are copies. */
export function openScorer(scorer: Inner): Scorer {
  const { inputSchema, outputSchema } = scorer;
  const run = (frame: Frame): Frame => {
    const checked = expectFrame(frame, inputSchema);
    return onlyScoringErrors('bad_input', () => scorer.scoreShared(checked));
  };
  return {
    inputSchema,
    outputSchema,
    score: (frame) => copyFrame(run(frame)),
    scoreShared: (frame) => trimFrame(run(frame)),
  };
}
