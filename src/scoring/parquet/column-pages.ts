import type { ColumnMetaData, ParquetParsers, SchemaTree } from 'hyparquet';
import { readPage } from 'hyparquet/src/column.js';
import { convert, DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { checkPage, levelsOf } from './check-pages.ts';
import { type PackedPage, type PageHeader, readPages, unpack, widthOf } from './pages.ts';
import { readRuns } from './runs.ts';

/** A page of a column without lists, which has a value, or none, for each row. */
export interface ColumnPage {
  readonly rowCount: number;
  /** Decodes it: null or undefined for none. Throws `Error` for bytes that are not what they say. */
  values(): ArrayLike<unknown>;
}

type Decoder = Parameters<typeof readPage>[2];

/** All rows of a page without values are a few bytes; decoded they are eight each. */
const maxPageRows = 2 ** 24;
/** Texts of a page that are told by what they have in common, one after the other written in full. */
const maxPageTextBytes = 2 ** 28;

/**
 * The data pages of a column chunk one by one, each unpacked, looked through and decoded only when its values are asked for,
 * so that memory is that of one page and the dictionary. Everything happens in the caller's turn: nothing can fail behind
 * its back. `path`: the schema's elements from the root to the column. Throws `Error`. Source: the Parquet format specification,
 * "Data Pages", "Encodings".
 */
export function* readColumnPages(
  bytes: Uint8Array,
  column: ColumnMetaData,
  path: SchemaTree[],
  parsers: Partial<ParquetParsers>,
): Generator<ColumnPage> {
  const decoder: Decoder = {
    pathInSchema: column.path_in_schema,
    type: column.type,
    element: (path.at(-1) as SchemaTree).element,
    schemaPath: path,
    codec: 'UNCOMPRESSED',
    parsers: { ...DEFAULT_PARSERS, ...parsers },
  };
  const leveled = levelsOf({ ...column, codec: 'UNCOMPRESSED' }, path);
  let dictionary: ReturnType<typeof convert> | undefined;
  for (const page of readPages(bytes, column)) {
    const { header } = page;
    if (header.type === 'DICTIONARY_PAGE') {
      checkDictionary(page, decoder);
      const { data: values } = decode(openPage(page, column), decoder, undefined);
      dictionary = values === undefined ? undefined : convert(values, decoder);
      continue;
    }
    const data = header.data_page_header ?? header.data_page_header_v2;
    if (data === undefined) continue; // an index
    const { num_values: rowCount, encoding } = data;
    if (rowCount > maxPageRows) throw new Error(`a page has ${rowCount} rows; at most ${maxPageRows} are read`);
    const known = dictionary;
    yield {
      rowCount,
      values: () => {
        const opened = openPage(page, column);
        checkPage(leveled, opened.header, opened.bytes);
        if (encoding === 'DELTA_BYTE_ARRAY') checkCommonPrefixes(opened, leveled.definitionLevels);
        if (encoding.endsWith('_DICTIONARY') && known === undefined) throw new Error('a page lacks its dictionary');
        const { data: values } = decode(opened, decoder, known);
        if (values?.length !== rowCount) throw new Error(`a page has ${values?.length} rows, not ${rowCount}`);
        return values;
      },
    };
  }
}

interface OpenedPage {
  /** Of the page as if it had never been packed. */
  readonly header: PageHeader;
  readonly bytes: Uint8Array;
}

function openPage({ header, packed, size }: PackedPage, { codec }: ColumnMetaData): OpenedPage {
  const { data_page_header_v2: second } = header;
  if (second === undefined) {
    const bytes = unpackTo(packed, size, codec);
    return { header: { ...header, compressed_page_size: size }, bytes };
  }
  const { num_values: rows, num_nulls: nulls, is_compressed: isPacked } = second;
  const [repetition, definition] = [second.repetition_levels_byte_length, second.definition_levels_byte_length];
  const levels = repetition + definition;
  if (!(repetition >= 0 && definition >= 0 && levels <= Math.min(size, packed.length) && nulls >= 0 && nulls <= rows))
    throw new Error(`a page says that it has ${nulls} nulls in ${rows} rows and ${levels} bytes of levels in ${size}`);
  const rest = packed.subarray(levels);
  const bytes = new Uint8Array(size);
  bytes.set(packed.subarray(0, levels));
  bytes.set(isPacked === false ? rest.subarray(0, size - levels) : unpackTo(rest, size - levels, codec), levels);
  const plain = { ...second, is_compressed: false };
  return { header: { ...header, compressed_page_size: size, data_page_header_v2: plain }, bytes };
}

function unpackTo(packed: Uint8Array, size: number, codec: string): Uint8Array {
  if (size === 0) return new Uint8Array(0);
  const bytes = unpack(packed, size, codec);
  if (bytes.length !== size) throw new Error(`a page has ${bytes.length} bytes, not ${size}`);
  return bytes;
}

function decode({ header, bytes }: OpenedPage, decoder: Decoder, dictionary: ReturnType<typeof convert> | undefined) {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  return readPage(reader, header, decoder, dictionary, undefined, 0);
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
function checkCommonPrefixes({ header, bytes }: OpenedPage, definitionLevels: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { data_page_header: first, data_page_header_v2: second } = header;
  let count = first?.num_values ?? 0;
  let offset = 0;
  if (second !== undefined) {
    count = second.num_values - second.num_nulls;
    offset = second.definition_levels_byte_length + second.repetition_levels_byte_length;
  } else if (definitionLevels > 0) {
    offset = 4 + view.getUint32(0, true);
    const levels = new Uint8Array(count);
    readRuns(bytes.subarray(4, offset), widthOf(definitionLevels), levels);
    count = levels.reduce((sum, level) => sum + (level === definitionLevels ? 1 : 0), 0);
  }
  const prefixes = new Int32Array(count);
  deltaBinaryUnpack({ view, offset }, count, prefixes);
  let total = 0;
  for (const length of prefixes) total += length;
  if (total > maxPageTextBytes)
    throw new Error(`the texts of a page would be ${total} bytes; at most ${maxPageTextBytes} are read`);
}
