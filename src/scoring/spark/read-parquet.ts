import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { ModelFiles } from '../model-files.ts';
import { badStage, type StageName } from './bad-stage.ts';
import { joinPath, partFiles } from './read-metadata.ts';

/** One row of a Parquet dataset by column name; 64-bit integers are bigint. */
export type ParquetRow = Readonly<Record<string, unknown>>;

/** A vocabulary of ten million words is the largest thing seen; a lying header must not ask for more. */
const MAX_ROWS = 50_000_000;

/**
 * All rows of the dataset in the folder `name` of a stage, part file after part file. Throws `bad_model` that names the stage
 * and the file for what is missing or broken.
 */
export async function readParquet(files: ModelFiles, stage: StageName, name: string): Promise<ParquetRow[]> {
  const folder = joinPath(stage.path, name);
  const parts = partFiles(files, folder);
  if (parts.length === 0) throw badStage(stage, `there are no part files in ${name}/`);
  const rows: ParquetRow[] = [];
  for (const part of parts) {
    const bytes = files.get(part) as Uint8Array;
    const found = await readPart(bytes, stage, part.slice(folder.length + 1 - name.length - 1));
    for (const row of found) rows.push(row);
    if (rows.length > MAX_ROWS) throw badStage(stage, `${name}/ has more than ${MAX_ROWS} rows`);
  }
  return rows;
}

async function readPart(bytes: Uint8Array, stage: StageName, part: string): Promise<ParquetRow[]> {
  const file = {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => bytes.slice(start, end).buffer,
  };
  try {
    const metadata = await parquetMetadataAsync(file);
    if (metadata.num_rows > BigInt(MAX_ROWS)) throw new Error(`it says it has ${metadata.num_rows} rows`);
    return await parquetReadObjects({ file, metadata, compressors });
  } catch (error) {
    throw badStage(stage, `${part} cannot be read as Parquet: ${(error as Error).message}`);
  }
}
