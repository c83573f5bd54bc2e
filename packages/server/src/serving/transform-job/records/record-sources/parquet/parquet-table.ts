import { firstRepeated } from '@catenary/scoring/internal/names';
import {
  checkParquetColumns,
  prepareCompressors,
  readColumnPages,
  readFooter,
  schemaPath,
} from '@catenary/scoring/internal/parquet';
import { type ColumnChunk, type FileMetaData, parquetSchema, type RowGroup, type SchemaTree } from 'hyparquet';
import { FormatError } from '../../splitter.ts';
import { cellForm, constantCell, type RowForm } from './cell-form.ts';
import { ColumnCells, type ColumnReader, constantColumn, damaged } from './column-cells.ts';
import { type ParquetColumn, parquetColumns } from './parquet-columns.ts';
import { parsersFor } from './parsers.ts';

/** Reads bytes from `first` up to, not including, `end`. */
export type ReadRange = (first: number, end: number) => Promise<Buffer>;

export interface ParquetGroup {
  /** From 1, for errors. */
  readonly number: number;
  readonly rowCount: number;
  readonly group: RowGroup;
}

/** A Parquet file whose footer was read. */
export interface ParquetTable {
  readonly columns: readonly ParquetColumn[];
  readonly groups: readonly ParquetGroup[];
  /** Of the file, bytes. */
  readonly size: number;
  readonly read: ReadRange;
  /** The schema's elements from the root to a column. */
  pathOf(name: string): SchemaTree[];
}

/** A file's schema lies in its footer; one that is larger than this is a mistake or an attack. */
const maxFooterBytes = 64 * 1024 * 1024;
/** Columns of a row group are held as they are in the file. The usual row group has 128 MB. */
const maxGroupBytes = 2 ** 30;
const footerReadBytes = 64 * 1024;

/** What to read of a file. */
export interface WantedColumns {
  /** Names in their order; all of the file's if absent. */
  readonly columns: readonly string[] | undefined;
  /** Columns that come from the names of its folders. */
  readonly constants: ReadonlyMap<string, string | null>;
}

/** Reads the footer. Throws `FormatError`, or what hyparquet throws. */
export async function openParquet(
  read: ReadRange,
  size: number,
  { columns: wanted, constants }: WantedColumns,
): Promise<ParquetTable> {
  const metadata = await fetchFooter(read, size);
  refuseTwins(metadata);
  checkParquetColumns(metadata);
  await prepareCompressors(metadata);
  const columns = parquetColumns(metadata, wanted, constants);
  const groups = metadata.row_groups.map((group, at) => ({ number: at + 1, rowCount: Number(group.num_rows), group }));
  for (const { rowCount, group } of groups) {
    const bytes = group.columns.reduce(
      (sum, { meta_data: column }) => sum + Number(column?.total_uncompressed_size),
      0,
    );
    if (!(rowCount >= 0 && bytes <= maxGroupBytes)) {
      throw new FormatError(`A row group has ${rowCount} rows in ${bytes} bytes; at most ${maxGroupBytes} are read.`);
    }
  }
  const schema = parquetSchema(metadata);
  return { columns, groups, size, read, pathOf: (name) => schemaPath(schema, [name]) };
}

/** pyarrow writes tables with two columns of one name, in which no column can be found. */
function refuseTwins(metadata: FileMetaData): void {
  const names = parquetSchema(metadata).children.map(({ element }) => element.name);
  const twin = firstRepeated(names);
  if (twin !== undefined) throw new FormatError(`The file has two columns "${twin}": write it with a name for each.`);
}

/** Both ends of the file are looked at, so that a file that was cut off is distinguished from other bytes. */
async function fetchFooter(read: ReadRange, size: number): Promise<FileMetaData> {
  if (size < 12) throw new FormatError(`The object has ${size} bytes: a Parquet file has at least 12.`);
  const start = await read(0, 4);
  if (start.toString('latin1') === 'PARE') throw new FormatError('The Parquet file is encrypted: write it without.');
  if (start.toString('latin1') !== 'PAR1')
    throw new FormatError('The object is not a Parquet file: it does not begin with PAR1.');
  const tail = await read(Math.max(0, size - footerReadBytes), size);
  if (tail.toString('latin1', tail.length - 4) !== 'PAR1') {
    throw new FormatError('The Parquet file is cut off: it does not end with PAR1.');
  }
  const footerBytes = tail.readUInt32LE(tail.length - 8);
  if (footerBytes > Math.min(maxFooterBytes, size - 12)) {
    throw new FormatError(`The Parquet file says that its footer has ${footerBytes} bytes.`);
  }
  const length = footerBytes + 8;
  return readFooter(length <= tail.length ? tail.subarray(-length) : await read(size - length, size));
}

/**
 * The rows of a row group by column. Of each column its bytes are held as they are in the file, and one page of them
 * unpacked. Throws `FormatError`.
 */
export async function openRowGroup(
  table: ParquetTable,
  { group, number }: ParquetGroup,
  lines: Pick<RowForm, 'line' | 'quotesTexts'>,
): Promise<ColumnReader[]> {
  const form = { ...lines, isSingle: table.columns.length === 1 };
  const chunks = new Map(group.columns.map((chunk) => [chunk.meta_data?.path_in_schema[0], chunk]));
  const opened: ColumnReader[] = [];
  for (const column of table.columns) {
    const { constant, name } = column;
    opened.push(
      constant === undefined
        ? await openColumn(
            table,
            { column, chunk: chunks.get(name), where: `row group ${number}, column "${name}"` },
            form,
          )
        : constantColumn(constantCell(constant, form)),
    );
  }
  return opened;
}

interface FoundColumn {
  readonly column: ParquetColumn;
  readonly chunk: ColumnChunk | undefined;
  readonly where: string;
}

async function openColumn(
  table: ParquetTable,
  { column, chunk: found, where }: FoundColumn,
  form: RowForm,
): Promise<ColumnReader> {
  if (found?.crypto_metadata !== undefined)
    throw new FormatError(
      `The column "${column.name}" is encrypted: leave it out (CATENARY_BATCH_COLUMNS), or write it without.`,
    );
  const chunk = found?.meta_data;
  if (chunk === undefined) throw damaged(where, 'it is not there');
  const first = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
  const end = first + Number(chunk.total_compressed_size);
  if (!(first >= 0 && first <= end && end <= table.size)) throw damaged(where, 'it lies outside of the file');
  const path = table.pathOf(column.name);
  const bytes = await table.read(first, end);
  const stored = column.scale === undefined ? path : withoutMeaning(path);
  const pages = readColumnPages({ bytes, column: chunk, path: stored }, parsersFor(column));
  return new ColumnCells(where, pages, cellForm(form, column.scale));
}

/** The path to a column whose values are wanted as they are stored. */
function withoutMeaning(path: readonly SchemaTree[]): SchemaTree[] {
  return path.map((tree) => {
    const { converted_type: _converted, logical_type: _logical, ...element } = tree.element;
    return tree.children.length > 0 ? tree : { ...tree, element };
  });
}
