import { type ColumnMetaData, type FileMetaData, parquetSchema, type SchemaTree } from 'hyparquet';
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js';
import { defined } from '../../util/defined.ts';
import { chunkBytes, type PageHeader, readPages, schemaPath, unpack, widthOf } from './pages.ts';

/** A column chunk, and how many levels its values have. */
export interface LeveledColumn {
  readonly column: ColumnMetaData;
  readonly repetitionLevels: number;
  readonly definitionLevels: number;
}

/**
 * Goes through all pages before hyparquet decodes any: it makes room for as many values as a header says, and repeats a value as
 * often as a run says, and a changed byte may say thousands of millions. Columns that we decode ourselves are left out. Throws
 * `Error`. Source: the Parquet format specification, "Data Pages" and "RLE / Bit-Packing Hybrid".
 */
export function checkParquetPages(
  bytes: Uint8Array,
  metadata: FileMetaData,
  isOurs: (column: ColumnMetaData) => boolean,
): void {
  const schema = parquetSchema(metadata);
  for (const { columns } of metadata.row_groups) {
    for (const { meta_data: column } of columns) {
      if (column === undefined) throw new Error('a column has no metadata');
      if (isOurs(column)) continue;
      const path = schemaPath(schema, column.path_in_schema);
      const leveled = levelsOf(column, path);
      for (const { header, packed } of readPages(chunkBytes(bytes, column), column)) checkPage(leveled, header, packed);
    }
  }
}

/** `path`: the schema's elements from the root to the column. */
export function levelsOf(column: ColumnMetaData, path: SchemaTree[]): LeveledColumn {
  return { column, repetitionLevels: getMaxRepetitionLevel(path), definitionLevels: getMaxDefinitionLevel(path) };
}

/** The runs of a data page: repetition levels, definition levels, and values that are runs themselves. Throws `Error`. */
export function checkPage(chunk: LeveledColumn, header: PageHeader, packed: Uint8Array): void {
  const { data_page_header: first, data_page_header_v2: second } = header;
  const { repetitionLevels, definitionLevels, column } = chunk;
  if (second !== undefined) {
    const [repetition, definition] = [second.repetition_levels_byte_length, second.definition_levels_byte_length];
    checkRuns(packed.subarray(0, repetition), widthOf(repetitionLevels), second.num_values);
    checkRuns(packed.subarray(repetition, repetition + definition), widthOf(definitionLevels), second.num_values);
    const rest = packed.subarray(repetition + definition);
    const size = Number(header.uncompressed_page_size) - repetition - definition;
    const page = second.is_compressed === false ? rest : unpack(rest, size, column.codec);
    return checkValues(page, second, column.type);
  }
  if (first === undefined) return;
  let page = unpack(packed, Number(header.uncompressed_page_size), column.codec);
  for (const levels of [repetitionLevels, definitionLevels]) {
    if (levels > 0) page = checkPrefixed(page, widthOf(levels), first.num_values);
  }
  checkValues(page, first, column.type);
}

/** How many values a page has, and how they are written. */
interface ValuesHeader {
  readonly encoding: string;
  readonly num_values: number;
}

function checkValues(page: Uint8Array, { encoding, num_values: count }: ValuesHeader, type: string): void {
  if (!['PLAIN_DICTIONARY', 'RLE_DICTIONARY', 'RLE'].includes(encoding) || page.length === 0) return;
  if (type === 'BOOLEAN') checkPrefixed(page, 1, count);
  else checkRuns(page.subarray(1), defined(page[0]), count);
}

/** Runs behind their length in four bytes; gives what stands behind them. */
function checkPrefixed(page: Uint8Array, width: number, count: number): Uint8Array {
  if (page.length < 4) throw new Error('a page is too short for its levels');
  const length = new DataView(page.buffer, page.byteOffset).getUint32(0, true);
  checkRuns(page.subarray(4, 4 + length), width, count);
  return page.subarray(4 + length);
}

/** No run may be longer than the page has values. */
function checkRuns(bytes: Uint8Array, width: number, count: number): void {
  let at = 0;
  for (let seen = 0; seen < count && at < bytes.length; ) {
    let header = 0;
    for (let shift = 0; at < bytes.length; shift += 7) {
      const byte = defined(bytes[at++]);
      header += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    const isPacked = header % 2 === 1;
    const length = isPacked ? ((header - 1) / 2) * 8 : header / 2;
    if (length > count + 8 - (isPacked ? 0 : 8))
      throw new Error(`a run of ${length} values stands in a page of ${count}`);
    at += isPacked ? (length * width) / 8 : Math.ceil(width / 8);
    seen += length;
  }
}
