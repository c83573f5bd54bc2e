import { type ColumnMetaData, parquetReadObjects } from 'hyparquet';
import { checkParquetColumns } from '../../formats/parquet/check-columns.ts';
import { checkParquetPages } from '../../formats/parquet/check-pages.ts';
import { compressors, prepareCompressors } from '../../formats/parquet/compressors.ts';
import { readFooter } from '../../formats/parquet/read-footer.ts';
import type { ModelFiles } from '../../model-files.ts';
import { defined } from '../../util/defined.ts';
import type { ParquetRow, ParquetTable } from '../save/parquet-table.ts';
import { readTextColumn, type TextCell, textColumns } from './text-columns.ts';

/** A vocabulary of ten million words is the largest thing seen; a lying header must not ask for more. */
const MAX_ROWS = 50_000_000;

/**
 * Every Parquet dataset of an artifact, by its folder: the rows of its part files one after the other. What is broken is reported
 * by whoever asks for it, who knows the stage that it belongs to.
 */
export async function readParquetTables(files: ModelFiles): Promise<ReadonlyMap<string, ParquetTable>> {
  const parts = new Map<string, string[]>();
  for (const path of [...files.keys()].sort()) {
    const [, folder, name] = /^(?:(.*)\/)?(part-[^/]*\.parquet)$/.exec(path) ?? [];
    if (name === undefined || folder === undefined) continue;
    const known = parts.get(folder);
    if (known === undefined) parts.set(folder, [path]);
    else known.push(path);
  }
  const tables = new Map<string, ParquetTable>();
  for (const [folder, paths] of parts) tables.set(folder, await readTable(files, paths));
  for (const [folder, name] of lostParts(files))
    tables.set(folder, { problem: `${name} is missing, of which the checksum is there` });
  return tables;
}

/** Folder and name of part files whose checksum file came without them. */
function lostParts(files: ModelFiles): (readonly [string, string])[] {
  return [...files.keys()].flatMap((path) => {
    const [, folder = '', name] = /^(?:(.*)\/)?\.(part-[^/]*\.parquet)\.crc$/.exec(path) ?? [];
    if (name === undefined || files.has(folder === '' ? name : `${folder}/${name}`)) return [];
    return [[folder, name] as const];
  });
}

async function readTable(files: ModelFiles, paths: readonly string[]): Promise<ParquetTable> {
  const all: ParquetRow[] = [];
  for (const path of paths) {
    try {
      for (const row of await readPart(defined(files.get(path)))) all.push(row);
    } catch (error) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      return { problem: `${name} cannot be read as Parquet: ${(error as Error).message}` };
    }
    if (all.length > MAX_ROWS) return { problem: `has more than ${MAX_ROWS} rows` };
  }
  return { rows: all };
}

async function readPart(bytes: Uint8Array): Promise<ParquetRow[]> {
  const file = {
    byteLength: bytes.length,
    // A copy by hand: what `slice` gives depends on the kind of array that the caller brought.
    slice: (start: number, end?: number) => new Uint8Array(bytes.subarray(start, end)).buffer,
  };
  const metadata = readFooter(bytes);
  if (metadata.num_rows > BigInt(MAX_ROWS)) throw new Error(`it says that it has ${metadata.num_rows} rows`);
  checkParquetColumns(metadata);
  await prepareCompressors(metadata);
  const isTexts = textColumns(metadata);
  const columns = metadata.row_groups.flatMap((group) =>
    group.columns.flatMap(({ meta_data: column }) => column ?? []),
  );
  checkParquetPages(bytes, metadata, (column) => isTexts(column) || isUnread(column));
  const texts = topNames(columns.filter(isTexts));
  const others = topNames(columns.filter((column) => !isTexts(column) && !isUnread(column)));
  const rows: Record<string, unknown>[] =
    others.length > 0
      ? await parquetReadObjects({ file, metadata, compressors, columns: others })
      : Array.from({ length: Number(metadata.num_rows) }, () => ({}));
  for (const name of texts) addTexts(rows, name, readTextColumn(bytes, metadata, name));
  return rows;
}

/** IDFModel keeps as many counts of documents as it has weights, and no answer needs them. */
const unread: ReadonlySet<string | undefined> = new Set(['docFreq']);

const isUnread = ({ path_in_schema: [name] }: ColumnMetaData): boolean => unread.has(name);

function topNames(columns: readonly ColumnMetaData[]): string[] {
  return [...new Set(columns.flatMap(({ path_in_schema: [name] }) => name ?? []))];
}

function addTexts(rows: Record<string, unknown>[], name: string, cells: readonly TextCell[]): void {
  if (cells.length !== rows.length) throw new Error(`the column ${name} has ${cells.length} rows, not ${rows.length}`);
  cells.forEach((cell, row) => {
    defined(rows[row])[name] = cell;
  });
}
