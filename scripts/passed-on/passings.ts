import { passOn } from './passed-on.ts';

const parquet = { CATENARY_BATCH_INPUT_FORMAT: 'parquet' };
const toParquet = { CATENARY_BATCH_OUTPUT_FORMAT: 'parquet' };
const csv = { contentType: 'text/csv', outputFilter: '$' } as const;
const jsonLines = { contentType: 'application/jsonlines', outputFilter: '$' } as const;

/** The outputs of all jobs over a table, by what its name gets behind it. */
export async function passings(name: string, bytes: Buffer): Promise<Record<string, Buffer>> {
  if (name.endsWith('.csv')) {
    const environment = { CATENARY_BATCH_CSV_QUOTED_NEWLINES: 'on' };
    return { csv: await passOn({ bytes, ...csv, environment }) };
  }
  if (name.endsWith('.jsonl')) {
    const picked = { ...jsonLines, outputFilter: "$['k1','k0']" };
    return {
      jsonl: await passOn({ bytes, ...jsonLines, environment: {} }),
      picked: await passOn({ bytes, ...picked, environment: {} }),
    };
  }
  return {
    csv: await passOn({ bytes, ...csv, environment: parquet }),
    jsonl: await passOn({ bytes, ...jsonLines, environment: parquet }),
    'csv.parquet': await passOn({ bytes, ...csv, environment: { ...parquet, ...toParquet } }),
    'jsonl.parquet': await passOn({ bytes, ...jsonLines, environment: { ...parquet, ...toParquet } }),
  };
}
