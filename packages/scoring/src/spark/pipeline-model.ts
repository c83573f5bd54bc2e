import type { Frame } from '../frame/frame.ts';
import type { Schema } from '../frame/schema.ts';
import type { Scorer } from '../scorer.ts';
import { type ModelFacts, noMethod, type ScoringModel } from '../scoring-model.ts';

/** A pipeline that is compiled for one schema: `transform` answers the columns that it makes, in its own buffers. */
export interface PipelineModel extends ScoringModel<Frame> {
  readonly inputSchema: Schema;
  readonly outputSchema: Schema;
}

/** A scorer as a model. */
export function pipelineModel(library: string, scorer: Scorer, describe: () => ModelFacts): PipelineModel {
  const { inputSchema, outputSchema } = scorer;
  return {
    library,
    methods: ['transform'],
    inputSchema,
    outputSchema,
    call(method, frame) {
      if (method !== 'transform') throw noMethod(library, method, ['transform']);
      return scorer.scoreShared(frame);
    },
    describe,
  };
}
