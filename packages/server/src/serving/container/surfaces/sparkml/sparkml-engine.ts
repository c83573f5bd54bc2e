import { loadPlainXgboost } from '@catenary/scoring/internal/boosters';
import { openBundleModel } from '@catenary/scoring/internal/bundles';
import type { ModelFiles, Schema } from '@catenary/scoring/internal/frame';
import { type PipelineModel, type Semantics, savedPipelineFolder } from '@catenary/scoring/internal/spark';

/** The model of a SparkML container: an MLeap bundle, or a pipeline that Spark itself saved. */
export interface SparkmlEngine {
  readonly compile: (options: { readonly input?: Schema; readonly outputs?: readonly string[] }) => PipelineModel;
  /**
   * Names of the columns that a saved pipeline reads, in the order of its stages, which says nothing about the order in
   * a table.
   */
  readonly columnNames?: readonly string[];
}

/** Loads the model; rejects with `ScoringError` when it cannot be. Spark's own pipelines are always scored by Spark's semantics. */
export async function openSparkmlEngine(
  files: ModelFiles,
  semantics: Semantics,
  ansi: { readonly ansi?: boolean },
): Promise<SparkmlEngine> {
  if (savedPipelineFolder(files) === undefined) {
    const options = { semantics, loadBooster: loadPlainXgboost };
    const { compile } = await openBundleModel(files, options);
    return { compile: (schema) => compile({ ...options, ...schema }) };
  }
  const { openSavedPipeline, savedPipelineModel } = await import('@catenary/scoring/internal/saved-pipelines');
  const { savedBoosters } = await import('../../saved-boosters.ts');
  const pipeline = await openSavedPipeline(files, savedBoosters);
  const compile: SparkmlEngine['compile'] = (options) => savedPipelineModel(pipeline, { ...ansi, ...options });
  return { compile, columnNames: compile({}).inputSchema.fields.map(({ name }) => name) };
}
