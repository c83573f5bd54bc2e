import { type PipelineModel, pipelineModel } from '../pipeline-model.ts';
import type { SavedPipeline, SavedPipelineOptions } from './load-saved-pipeline.ts';
import { savedPipelineFacts } from './saved-pipeline-facts.ts';

/** A saved pipeline, compiled for one schema, as a model. Throws as `compile` does. */
export function savedPipelineModel(pipeline: SavedPipeline, options: SavedPipelineOptions = {}): PipelineModel {
  const scorer = pipeline.compile(options);
  return pipelineModel('Spark', scorer, () => savedPipelineFacts(pipeline, scorer));
}
