import { inferRowSchema, parseJsonRow } from '@catenary/scoring/internal/formats';
import { type ModelFiles, ScoringError } from '@catenary/scoring/internal/frame';
import { openSavedPipeline, savedPipelineModel } from '@catenary/scoring/internal/saved-pipelines';
import { type PipelineModel, readAnsi } from '@catenary/scoring/internal/spark';
import { savedBoosters } from '../../serving/container/saved-boosters.ts';
import type { ColumnTypes } from './column-types.ts';

/** What is said of rows besides the rows themselves. */
export interface RowSettings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly types: ColumnTypes;
}

/**
 * A saved Spark pipeline for the rows of a file: it does not say the types of its inputs, so `types` do, or the rows.
 * Of the environment `CATENARY_SPARK_ANSI` is read.
 */
export async function openSavedRows(
  files: ModelFiles,
  lines: readonly string[],
  { environment, types }: RowSettings,
): Promise<PipelineModel> {
  const options = readAnsi(environment['CATENARY_SPARK_ANSI']);
  const pipeline = await openSavedPipeline(files, savedBoosters);
  const inferred = inferRowSchema(lines.map(parseOrNull));
  const schema = { fields: inferred.fields.map(({ name, type }) => ({ name, type: types.get(name) ?? type })) };
  try {
    return savedPipelineModel(pipeline, { ...options, input: schema });
  } catch (error) {
    // A column that no row has is null in all; then the stages say what it would be.
    if (!(error instanceof ScoringError) || error.code !== 'missing_column') throw error;
    const needed = pipeline.compile(options).inputSchema;
    const absent = needed.fields.filter((field) => !schema.fields.some(({ name }) => name === field.name));
    return savedPipelineModel(pipeline, { ...options, input: { fields: [...schema.fields, ...absent] } });
  }
}

function parseOrNull(line: string): unknown {
  try {
    return parseJsonRow(line);
  } catch {
    return null; // reported with its row when that is scored
  }
}
