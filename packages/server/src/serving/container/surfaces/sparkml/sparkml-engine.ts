import { loadXgboost } from '@catenary/scoring/internal/boosters';
import { bundleModel } from '@catenary/scoring/internal/bundles';
import type { ModelFiles, Schema } from '@catenary/scoring/internal/frame';
import { recognise } from '@catenary/scoring/internal/open';
import type { PipelineModel, Semantics } from '@catenary/scoring/internal/spark';

/** The model of a SparkML container: an MLeap bundle, or a pipeline that Spark itself saved. */
export interface SparkmlEngine {
  readonly compile: (options: { readonly input?: Schema; readonly outputs?: readonly string[] }) => PipelineModel;
  /**
   * Names of the columns that a saved pipeline reads, in the order of its stages, which says nothing about the order in
   * a table.
   */
  readonly columnNames?: readonly string[];
}

/** Loads the model; throws `ScoringError` when it cannot be. Spark's own pipelines are always scored by Spark's semantics. */
export async function openSparkmlEngine(
  files: ModelFiles,
  semantics: Semantics,
  ansi: { readonly ansi?: boolean },
): Promise<SparkmlEngine> {
  if (recognise(files, ['spark-save']) === undefined) {
    const options = { semantics, loadBooster: loadXgboost };
    bundleModel(files, options);
    return { compile: (schema) => bundleModel(files, { ...options, ...schema }) };
  }
  const { openSavedPipeline, savedPipelineModel } = await import('@catenary/scoring/internal/saved-pipelines');
  const { savedBoosters } = await import('../../saved-boosters.ts');
  const pipeline = await openSavedPipeline(files, savedBoosters);
  const compile: SparkmlEngine['compile'] = (options) => savedPipelineModel(pipeline, { ...ansi, ...options });
  return { compile, columnNames: compile({}).inputSchema.fields.map(({ name }) => name) };
}
