import { CsvRows } from '../../../../scoring/codec/csv-rows.ts';
import type { Scorer } from '../../../../scoring/scorer.ts';
import type { SparkmlEngine } from './sparkml-engine.ts';
import { readSparkmlSchema, type SparkmlSchema } from './sparkml-schema.ts';

/** A model compiled for one schema, and the decoder of its CSV. */
export interface SparkmlProgram {
  readonly schema: SparkmlSchema;
  readonly scorer: Scorer;
  readonly csv: CsvRows;
}

export function compileProgram(engine: SparkmlEngine, schemaJson: unknown): SparkmlProgram {
  const schema = readSparkmlSchema(schemaJson);
  const scorer = engine.compile({ input: schema.input, outputs: [schema.output.name] });
  return { schema, scorer, csv: new CsvRows(scorer.inputSchema) };
}
