import type { ModelFiles, Schema, Scorer } from '@catenary/scoring/internal/frame';
import { loadBundle } from '@catenary/scoring/internal/bundles';
import { recognise } from '@catenary/scoring/internal/open';
import type { Semantics } from '@catenary/scoring/internal/spark';
import { loadXgboost } from '@catenary/scoring/internal/boosters';

/** The model of a SparkML container: an MLeap bundle, or a pipeline that Spark itself saved. */
export interface SparkmlEngine {
  readonly compile: (options: { readonly input?: Schema; readonly outputs?: readonly string[] }) => Scorer;
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
    loadBundle(files, options);
    return { compile: (schema) => loadBundle(files, { ...options, ...schema }) };
  }
  const { openSavedPipeline } = await import('@catenary/scoring/internal/saved-pipelines');
  const { savedBoosters } = await import('../../saved-boosters.ts');
  const pipeline = await openSavedPipeline(files, savedBoosters);
  const compile: SparkmlEngine['compile'] = (options) => pipeline.compile({ ...ansi, ...options });
  return { compile, columnNames: compile({}).inputSchema.fields.map(({ name }) => name) };
}
