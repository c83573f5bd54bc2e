import { type FileMetaData, parquetMetadataAsync, parquetRead, type RowGroup } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { checkParquetColumns } from '../../../../scoring/parquet/check-columns.ts';
import { checkParquetPages } from '../../../../scoring/parquet/check-pages.ts';
import { FormatError } from '../../splitter.ts';
import { type ParquetColumn, parquetColumns } from './parquet-columns.ts';
import { parsers } from './parsers.ts';

/** Reads bytes from `first` up to, not including, `end`. */
export type ReadRange = (first: number, end: number) => Promise<Buffer>;

export interface ParquetGroup {
  readonly rowCount: number;
  readonly group: RowGroup;
}

/** A Parquet file whose footer was read. */
export interface ParquetTable {
  readonly columns: readonly ParquetColumn[];
  readonly groups: readonly ParquetGroup[];
  readonly metadata: FileMetaData;
  readonly read: ReadRange;
}

/** A file's schema lies in its footer; one that is larger than this is a mistake or an attack. */
const maxFooterBytes = 64 * 1024 * 1024;
/** Columns of a row group are held unpacked. The usual row group has 128 MB. */
const maxGroupBytes = 2 ** 30;
const footerReadBytes = 64 * 1024;

/** Reads the footer. `wanted` names columns in their order; all of the file's if absent. Throws `FormatError`, or what hyparquet throws. */
export async function openParquet(
  read: ReadRange,
  size: number,
  wanted: readonly string[] | undefined,
): Promise<ParquetTable> {
  const metadata = await readFooter(read, size);
  checkParquetColumns(metadata);
  const columns = parquetColumns(metadata, wanted);
  const groups = metadata.row_groups.map((group) => ({ rowCount: Number(group.num_rows), group }));
  for (const { rowCount, group } of groups) {
    const bytes = group.columns.reduce(
      (sum, { meta_data: column }) => sum + Number(column?.total_uncompressed_size),
      0,
    );
    if (!(rowCount >= 0 && bytes <= maxGroupBytes)) {
      throw new FormatError(`A row group has ${rowCount} rows in ${bytes} bytes; at most ${maxGroupBytes} are read.`);
    }
  }
  return { columns, groups, metadata, read };
}

/** Both ends of the file are looked at, so that a file that was cut off is told from other bytes. */
async function readFooter(read: ReadRange, size: number): Promise<FileMetaData> {
  if (size < 12) throw new FormatError(`The object has ${size} bytes: a Parquet file has at least 12.`);
  const start = await read(0, 4);
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
  const slice = async (first: number, end = size) => {
    const held = size - tail.length;
    return arrayBufferOf(first >= held ? tail.subarray(first - held, end - held) : await read(first, end));
  };
  return parquetMetadataAsync(
    { byteLength: size, slice },
    { initialFetchSize: Math.min(size, footerBytes + 8), geoparquet: false },
  );
}

/**
 * The values of a row group, by column. Columns are read one after the other, each as if it were a file of its own: what
 * hyparquet gets is in memory and has been looked through, so nothing fails behind its back.
 */
export async function readRowGroup(
  table: ParquetTable,
  { group, rowCount }: ParquetGroup,
): Promise<ArrayLike<unknown>[]> {
  const found: ArrayLike<unknown>[] = [];
  for (const { name, scale } of table.columns) {
    const read = await readColumn(table, group, name);
    // hyparquet multiplies decimals by a power of ten, which leaves noise in the last digits.
    const values =
      scale === undefined
        ? read
        : read.map((value) => (value == null ? value : Number((value as number).toFixed(scale))));
    if (values.length !== rowCount) {
      throw new FormatError(`Column "${name}" has ${values.length} values in a row group of ${rowCount} rows.`);
    }
    found.push(values);
  }
  return found;
}

/** Where a column's bytes begin in the file made of them: hyparquet takes 0 for no offset. */
const leadBytes = 4;

async function readColumn(table: ParquetTable, group: RowGroup, name: string): Promise<unknown[]> {
  const chunk = group.columns.find(({ meta_data: column }) => column?.path_in_schema[0] === name);
  const column = chunk?.meta_data;
  if (chunk === undefined || column === undefined) throw new FormatError(`A row group has no column "${name}".`);
  const first = column.dictionary_page_offset || column.data_page_offset;
  const start = Number(first);
  const size = Number(column.total_compressed_size);
  const bytes = Buffer.concat([Buffer.alloc(leadBytes), await table.read(start, start + size)]);
  if (bytes.length !== leadBytes + size) throw new FormatError(`Column "${name}" lies outside of the file.`);
  const moved = (offset: bigint) => offset - first + BigInt(leadBytes);
  const { dictionary_page_offset: dictionary, ...rest } = column;
  const meta_data = {
    ...rest,
    data_page_offset: moved(column.data_page_offset),
    ...(dictionary ? { dictionary_page_offset: moved(dictionary) } : {}),
  };
  const metadata: FileMetaData = {
    ...table.metadata,
    num_rows: group.num_rows,
    row_groups: [{ ...group, columns: [{ file_offset: 0n, meta_data }] }],
  };
  checkParquetPages(bytes, metadata, () => false);
  const file = {
    byteLength: bytes.length,
    slice: (from: number, end?: number) => arrayBufferOf(bytes.subarray(from, end)),
  };
  const values: unknown[] = [];
  const onComplete = (rows: unknown[][]) => {
    for (const [value] of rows) values.push(value);
  };
  await parquetRead({ file, metadata, compressors, parsers, geoparquet: false, columns: [name], onComplete });
  return values;
}

function arrayBufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
