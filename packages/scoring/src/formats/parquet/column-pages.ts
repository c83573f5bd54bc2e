import type { ColumnMetaData, ParquetParsers, SchemaTree } from 'hyparquet';
import { readPage } from 'hyparquet/src/column.js';
import { convert, DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { defined } from '../../util/defined.ts';
import { present } from '../../util/present.ts';
import { checkPage, levelsOf } from './check-pages.ts';
import { type PackedPage, type PageHeader, readPages, unpack } from './pages.ts';
import { readRuns } from './runs.ts';

/** The values of a page, and which of them each row has. */
export interface PageValues {
  /** Without nulls; a dictionary is the same object for all pages of the column chunk. */
  readonly values: ArrayLike<unknown>;
  /** The index of each row's value, -1 for null; absent if every row has a value, in order. */
  readonly places?: Int32Array;
}

/** A page of a column without lists, which has a value, or none, for each row. */
export interface ColumnPage {
  readonly rowCount: number;
  /** Decodes it. Throws `Error` for damaged bytes. */
  values(): PageValues;
}

/** The bytes of a column chunk, what the file says of it, and its place in the schema. */
export interface ColumnChunk {
  readonly bytes: Uint8Array;
  readonly column: ColumnMetaData;
  /** The schema's elements from the root to the column. */
  readonly path: SchemaTree[];
}

type Decoder = Parameters<typeof readPage>[2];
type Values = ReturnType<typeof convert>;

/** All rows of a page without values are a few bytes; decoded they are eight each. */
const maxPageRows = 2 ** 24;
/** Texts of a page that are given by what they have in common, one after the other written in full. */
const maxPageTextBytes = 2 ** 28;

/**
 * The data pages of a column chunk one by one, each unpacked, looked through and decoded only when its values are asked for,
 * so that memory is that of one page and the dictionary. Everything happens in the caller's turn: nothing can fail behind
 * its back. Throws `Error`. Source: the Parquet format specification, "Data Pages", "Encodings".
 */
export function* readColumnPages(chunk: ColumnChunk, parsers: Partial<ParquetParsers>): Generator<ColumnPage> {
  const opened = openChunk(chunk, parsers);
  let dictionary: Values | undefined;
  for (const page of readPages(chunk.bytes, chunk.column)) {
    const { header } = page;
    if (header.type === 'DICTIONARY_PAGE') {
      dictionary = readDictionary(page, opened);
      continue;
    }
    const rowCount = (header.data_page_header ?? header.data_page_header_v2)?.num_values;
    if (rowCount === undefined) continue; // an index
    if (rowCount > maxPageRows) throw new Error(`a page has ${rowCount} rows; at most ${maxPageRows} are read`);
    const known = dictionary;
    yield { rowCount, values: () => readValues(openPage(page, opened), opened, known) };
  }
}

/** How the values of a column chunk are decoded. */
interface OpenedChunk {
  readonly column: ColumnMetaData;
  readonly hasNulls: boolean;
  /** Of pages that hold nothing but values. */
  readonly decoder: Decoder;
}

function openChunk({ column, path }: ColumnChunk, parsers: Partial<ParquetParsers>): OpenedChunk {
  const { element, ...leaf } = defined(path.at(-1));
  const required: SchemaTree = { ...leaf, element: { ...element, repetition_type: 'REQUIRED' } };
  const decoder: Decoder = {
    pathInSchema: column.path_in_schema,
    type: column.type,
    element: required.element,
    schemaPath: [...path.slice(0, -1), required],
    codec: 'UNCOMPRESSED',
    parsers: { ...DEFAULT_PARSERS, ...parsers },
  };
  return { column, hasNulls: levelsOf(column, path).definitionLevels > 0, decoder };
}

/** A data page unpacked and taken apart. */
interface OpenedPage {
  readonly rowCount: number;
  readonly encoding: string;
  /** Runs that say which rows have a value; absent where all have. */
  readonly levels?: Uint8Array;
  readonly bytes: Uint8Array;
}

function openPage({ header, packed, size }: PackedPage, { column: { codec }, hasNulls }: OpenedChunk): OpenedPage {
  const { data_page_header: first, data_page_header_v2: second } = header;
  if (second !== undefined) return { ...openSecond(second, { packed, size }, codec), encoding: second.encoding };
  const { num_values: rowCount, encoding } = first as NonNullable<typeof first>;
  const bytes = unpackTo(packed, size, codec);
  if (!hasNulls) return { rowCount, encoding, bytes };
  if (bytes.length < 4) throw new Error('a page is too short for its levels');
  const end = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  return { rowCount, encoding, levels: bytes.subarray(4, end), bytes: bytes.subarray(end) };
}

/** A page of version 2, whose levels are not packed. */
function openSecond(
  header: NonNullable<PageHeader['data_page_header_v2']>,
  { packed, size }: Pick<PackedPage, 'packed' | 'size'>,
  codec: string,
) {
  const { num_values: rowCount, num_nulls: nulls, is_compressed: isPacked } = header;
  const [repetition, definition] = [header.repetition_levels_byte_length, header.definition_levels_byte_length];
  const end = repetition + definition;
  if (!(repetition >= 0 && definition >= 0 && end <= Math.min(size, packed.length) && nulls >= 0 && nulls <= rowCount))
    throw new Error(`a page says that it has ${nulls} nulls in ${rowCount} rows and ${end} bytes of levels in ${size}`);
  const rest = packed.subarray(end);
  const bytes = isPacked === false ? rest.subarray(0, size - end) : unpackTo(rest, size - end, codec);
  return { rowCount, bytes, ...present({ levels: nulls > 0 ? packed.subarray(repetition, end) : undefined }) };
}

function unpackTo(packed: Uint8Array, size: number, codec: string): Uint8Array {
  if (size === 0) return new Uint8Array(0);
  const bytes = unpack(packed, size, codec);
  if (bytes.length !== size) throw new Error(`a page has ${bytes.length} bytes, not ${size}`);
  return bytes;
}

function readValues(page: OpenedPage, chunk: OpenedChunk, dictionary: Values | undefined): PageValues {
  const { rowCount, encoding, levels, bytes } = page;
  const isPresent = new Uint8Array(rowCount);
  if (levels === undefined) isPresent.fill(1);
  else readRuns(levels, 1, isPresent);
  let count = 0;
  for (const level of isPresent) count += level;
  if (encoding.endsWith('_DICTIONARY')) {
    if (dictionary === undefined) throw new Error('a page lacks its dictionary');
    return { values: dictionary, places: spread(isPresent, readIndices(bytes, count, dictionary.length)) };
  }
  const values = count === 0 ? [] : decodeValues(bytes, { count, encoding }, chunk);
  return count === rowCount ? { values } : { values, places: spread(isPresent) };
}

/** Places in a dictionary: their width in bits, and runs of them. */
function readIndices(bytes: Uint8Array, count: number, length: number): Uint32Array {
  const indices = new Uint32Array(count);
  if (count === 0) return indices;
  const width = bytes[0];
  if (width === undefined) throw new Error('a page is too short for its values');
  if (width > 0) readRuns(bytes.subarray(1), width, indices);
  for (const index of indices) {
    if (index >= length) throw new Error(`a page has the value ${index} of a dictionary of ${length}`);
  }
  return indices;
}

/** The index of each row's value: the next of `indices`, or without them the next number. */
function spread(isPresent: Uint8Array, indices?: Uint32Array): Int32Array {
  const places = new Int32Array(isPresent.length);
  for (let row = 0, next = 0; row < places.length; row++) {
    if (isPresent[row] === 0) places[row] = -1;
    else {
      places[row] = indices === undefined ? next : defined(indices[next]);
      next++;
    }
  }
  return places;
}

function decodeValues(
  bytes: Uint8Array,
  { count, encoding }: { readonly count: number; readonly encoding: string },
  { column, decoder }: OpenedChunk,
): Values {
  const header = valuesHeader(bytes.length, count, encoding);
  checkPage({ column: { ...column, codec: 'UNCOMPRESSED' }, repetitionLevels: 0, definitionLevels: 0 }, header, bytes);
  if (encoding === 'DELTA_BYTE_ARRAY') checkCommonPrefixes(bytes, count);
  const { data: values } = decode(bytes, header, decoder);
  if (values?.length !== count) throw new Error(`a page has ${values?.length} values, not ${count}`);
  return values;
}

/** Of a page that holds nothing but values. */
function valuesHeader(size: number, count: number, encoding: string): PageHeader {
  const values = {
    num_values: count,
    num_nulls: 0,
    num_rows: count,
    encoding,
    definition_levels_byte_length: 0,
    repetition_levels_byte_length: 0,
    is_compressed: false,
  };
  const sizes = { uncompressed_page_size: size, compressed_page_size: size };
  return { type: 'DATA_PAGE_V2', ...sizes, data_page_header_v2: values } as PageHeader;
}

function readDictionary(page: PackedPage, { column, decoder }: OpenedChunk): Values | undefined {
  checkDictionary(page, decoder);
  const bytes = unpackTo(page.packed, page.size, column.codec);
  const { data: values } = decode(bytes, { ...page.header, compressed_page_size: page.size }, decoder);
  return values === undefined ? undefined : convert(values, decoder);
}

function decode(bytes: Uint8Array, header: PageHeader, decoder: Decoder) {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  return readPage(reader, header, decoder, undefined, undefined, 0);
}

const valueBytes: Readonly<Record<string, number>> = {
  INT32: 4,
  FLOAT: 4,
  INT64: 8,
  DOUBLE: 8,
  INT96: 12,
  BYTE_ARRAY: 4,
};

/** Room is made for as many values as the header says: they must be there. */
function checkDictionary({ header, size }: PackedPage, { type, element }: Decoder): void {
  const count = header.dictionary_page_header?.num_values ?? 0;
  const width = valueBytes[type] ?? element.type_length ?? 0;
  if (!(width > 0 && count * width <= size))
    throw new Error(`a dictionary says that it has ${count} values in ${size} bytes`);
}

/** Texts of which each repeats the beginning of the one before may be a million times as long as their page. */
function checkCommonPrefixes(bytes: Uint8Array, count: number): void {
  const prefixes = new Int32Array(count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  deltaBinaryUnpack({ view, offset: 0 }, count, prefixes);
  let total = 0;
  for (const length of prefixes) total += length;
  if (total > maxPageTextBytes)
    throw new Error(`the texts of a page would be ${total} bytes; at most ${maxPageTextBytes} are read`);
}
