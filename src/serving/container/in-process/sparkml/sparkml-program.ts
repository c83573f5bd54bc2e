import { CsvRows } from '../../../../scoring/codec/csv-rows.ts';
import { type BundleScorer, loadBundle } from '../../../../scoring/mleap/load-bundle.ts';
import type { Semantics } from '../../../../scoring/mleap/semantics.ts';
import { loadXgboost } from '../../../../scoring/xgboost/load-xgboost.ts';
import type { ModelFiles } from '../../../../scoring/model-files.ts';
import { readSparkmlSchema, type SparkmlSchema } from './sparkml-schema.ts';

/** A bundle compiled for one schema, and the decoder of its CSV. */
export interface SparkmlProgram {
  readonly schema: SparkmlSchema;
  readonly scorer: BundleScorer;
  readonly csv: CsvRows;
}

export function compileProgram(files: ModelFiles, schemaJson: unknown, semantics: Semantics): SparkmlProgram {
  const schema = readSparkmlSchema(schemaJson);
  const scorer = loadBundle(files, {
    semantics,
    loadBooster: loadXgboost,
    input: schema.input,
    outputs: [schema.output.name],
  });
  return { schema, scorer, csv: new CsvRows(scorer.inputSchema) };
}
