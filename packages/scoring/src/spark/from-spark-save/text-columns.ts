import { type ColumnMetaData, type FileMetaData, parquetSchema, type SchemaTree } from 'hyparquet';
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js';
import {
  chunkBytes,
  type PackedPage,
  readPages,
  schemaPath,
  unpackInto,
  widthOf,
} from '../../formats/parquet/pages.ts';
import { readRuns } from '../../formats/parquet/runs.ts';
import { MANY_TEXTS, PackedTexts, type TextBytes } from '../../frame/packed-texts.ts';
import { defined } from '../../util/defined.ts';

/** Unpacked bytes of one column: those of ten million words of forty letters, and as many again. */
const MAX_COLUMN_BYTES = 1024 * 1024 * 1024;

const encodings = new Set(['PLAIN', 'RLE', 'BIT_PACKED', 'PLAIN_DICTIONARY', 'RLE_DICTIONARY']);

/** A list of texts, or a list of such, or null: a cell of a column that is read here. */
export type TextCell = PackedTexts | readonly PackedTexts[] | null;

/** Tells columns of very many texts in lists, or in lists of lists: vocabularies and labels. */
export function textColumns(metadata: FileMetaData, least = MANY_TEXTS): (column: ColumnMetaData) => boolean {
  const schema = parquetSchema(metadata);
  const counts = new Map<string, number>();
  for (const { columns } of metadata.row_groups) {
    for (const { meta_data: column } of columns) {
      const [name] = column?.path_in_schema ?? [];
      if (column === undefined || name === undefined) continue;
      const isText = isTextList(schemaPath(schema, column.path_in_schema)) && isEncodedPlainly(column);
      counts.set(name, (counts.get(name) ?? 0) + (isText ? Number(column.num_values) : Number.NaN));
    }
  }
  return ({ path_in_schema: [name = ''] }) => (counts.get(name) ?? 0) >= least;
}

const isEncodedPlainly = (column: ColumnMetaData) => column.encodings.every((encoding) => encodings.has(encoding));

function isTextList(path: readonly SchemaTree[]): boolean {
  const leaf = path.at(-1)?.element;
  const isText = leaf?.converted_type === 'UTF8' || leaf?.logical_type?.type === 'STRING';
  const depth = getMaxRepetitionLevel([...path]);
  return leaf?.type === 'BYTE_ARRAY' && isText && (depth === 1 || depth === 2);
}

/**
 * The cells of one column of a file, its texts kept in bytes and not as strings. Throws `Error` for a page that is broken or a list
 * that holds a null.
 */
export function readTextColumn(file: Uint8Array, metadata: FileMetaData, name: string): TextCell[] {
  const schema = parquetSchema(metadata);
  return metadata.row_groups.flatMap(({ columns }) => {
    const column = columns.find(({ meta_data: known }) => known?.path_in_schema[0] === name)?.meta_data;
    if (column === undefined) throw new Error(`a row group has no column ${name}`);
    return readChunk(chunkBytes(file, column), column, schemaPath(schema, column.path_in_schema));
  });
}

/** The levels of all values of a chunk, and the texts of those that are not null. */
interface Decoded {
  readonly repetitions: Uint8Array;
  readonly definitions: Uint8Array;
  readonly texts: TextBytes;
  /** How many texts were decoded so far, and where the next page's bytes go. */
  count: number;
  used: number;
  dictionary: TextBytes | undefined;
}

function readChunk(bytes: Uint8Array, column: ColumnMetaData, path: readonly SchemaTree[]): TextCell[] {
  const pages = [...readPages(bytes, column)];
  const size = pages.reduce((sum, page) => sum + page.size, 0);
  if (size > MAX_COLUMN_BYTES) throw new Error(`a column has ${size} bytes, more than ${MAX_COLUMN_BYTES}`);
  const values = pages.reduce((sum, { header }) => sum + valuesOf(header), 0);
  const decoded: Decoded = {
    repetitions: new Uint8Array(values),
    definitions: new Uint8Array(values),
    texts: { bytes: new Uint8Array(size), starts: new Uint32Array(values), ends: new Uint32Array(values) },
    count: 0,
    used: 0,
    dictionary: undefined,
  };
  let seen = 0;
  for (const page of pages) {
    const end = seen + valuesOf(page.header);
    readPage(decoded, { ...page, codec: column.codec }, levelsOf(decoded, { start: seen, end }, path));
    seen = end;
  }
  return assemble(decoded, path);
}

const valuesOf = ({ data_page_header: first, data_page_header_v2: second }: PackedPage['header']) =>
  (first ?? second)?.num_values ?? 0;

/** From `start` up to `end`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** Room for the levels of one page, and what they count to. */
interface Levels {
  readonly repetitions: Uint8Array;
  readonly definitions: Uint8Array;
  readonly maxRepetition: number;
  readonly maxDefinition: number;
}

function levelsOf(decoded: Decoded, { start, end }: Range, path: readonly SchemaTree[]): Levels {
  return {
    repetitions: decoded.repetitions.subarray(start, end),
    definitions: decoded.definitions.subarray(start, end),
    maxRepetition: getMaxRepetitionLevel([...path]),
    maxDefinition: getMaxDefinitionLevel([...path]),
  };
}

/** A page, and what it is packed by. */
interface CodedPage extends PackedPage {
  readonly codec: string;
}

/** Unpacks a page behind those before it, where its texts stay. */
function readPage(decoded: Decoded, { header, packed, size, codec }: CodedPage, levels: Levels): void {
  const page = decoded.texts.bytes.subarray(decoded.used, decoded.used + size);
  const base = decoded.used;
  decoded.used += size;
  const { data_page_header: first, data_page_header_v2: second, dictionary_page_header: dictionary } = header;
  if (second !== undefined) {
    const [repetition, definition] = [second.repetition_levels_byte_length, second.definition_levels_byte_length];
    const rest = repetition + definition;
    if (!(repetition >= 0 && definition >= 0 && rest <= Math.min(size, packed.length)))
      throw new Error('a page is too short for its levels');
    page.set(packed.subarray(0, rest));
    unpackInto(page.subarray(rest), packed.subarray(rest), second.is_compressed === false ? 'UNCOMPRESSED' : codec);
    readRuns(page.subarray(0, repetition), widthOf(levels.maxRepetition), levels.repetitions);
    readRuns(page.subarray(repetition, rest), widthOf(levels.maxDefinition), levels.definitions);
    const part = { bytes: page.subarray(rest), base: base + rest };
    return readTexts(decoded, { ...part, encoding: second.encoding }, levels);
  }
  unpackInto(page, packed, codec);
  if (dictionary !== undefined) {
    const count = dictionary.num_values;
    if (count > size / 4) throw new Error(`a dictionary of ${size} bytes says that it has ${count} values`);
    const texts = { bytes: page, starts: new Uint32Array(count), ends: new Uint32Array(count) };
    readPlain({ bytes: page, base }, texts, { start: 0, end: count });
    decoded.dictionary = texts;
  }
  if (first === undefined) return;
  const middle = readPrefixed(page, 0, { max: levels.maxRepetition, target: levels.repetitions });
  const start = readPrefixed(page, middle, { max: levels.maxDefinition, target: levels.definitions });
  readTexts(decoded, { bytes: page.subarray(start), base: base + start, encoding: first.encoding }, levels);
}

/** Runs behind their length in four bytes; gives where what is behind them begins. */
function readPrefixed(
  page: Uint8Array,
  at: number,
  { max, target }: { readonly max: number; readonly target: Uint8Array },
): number {
  if (max === 0) return at;
  if (page.length < at + 4) throw new Error('a page is too short for its levels');
  const end = at + 4 + new DataView(page.buffer, page.byteOffset + at).getUint32(0, true);
  readRuns(page.subarray(at + 4, end), widthOf(max), target);
  return end;
}

/** Bytes of texts, the first of which stands at `base` among all. */
interface PlacedBytes {
  readonly bytes: Uint8Array;
  readonly base: number;
}

/** The texts of a page. */
function readTexts(decoded: Decoded, page: PlacedBytes & { readonly encoding: string }, levels: Levels): void {
  const { bytes, encoding } = page;
  let count = 0;
  for (const level of levels.definitions) if (level === levels.maxDefinition) count++;
  const { texts, dictionary, count: from } = decoded;
  decoded.count += count;
  if (encoding === 'PLAIN') return readPlain(page, texts, { start: from, end: from + count });
  if (!['PLAIN_DICTIONARY', 'RLE_DICTIONARY'].includes(encoding) || dictionary === undefined)
    throw new Error(`the encoding ${encoding} is not read here`);
  const keys = new Uint32Array(count);
  if (count > 0) readRuns(bytes.subarray(1), bytes[0] ?? 0, keys);
  keys.forEach((key, at) => {
    if (key >= dictionary.starts.length)
      throw new Error(`a page names value ${key} of a dictionary of ${dictionary.starts.length}`);
    texts.starts[from + at] = defined(dictionary.starts[key]);
    texts.ends[from + at] = defined(dictionary.ends[key]);
  });
}

/** Texts behind their lengths in four bytes. */
function readPlain({ bytes: page, base }: PlacedBytes, { starts, ends }: TextBytes, range: Range): void {
  const view = new DataView(page.buffer, page.byteOffset, page.length);
  let at = 0;
  for (let text = range.start; text < range.end; text++) {
    if (at + 4 > page.length) throw new Error('a page ends before its texts');
    const end = at + 4 + view.getUint32(at, true);
    if (end > page.length) throw new Error('a text goes beyond its page');
    starts[text] = base + at + 4;
    ends[text] = base + end;
    at = end;
  }
}

/** The cells that the levels describe: a value that repeats at level 0 begins a row, one at level 1 of 2 an inner list. */
function assemble({ repetitions, definitions, texts }: Decoded, path: readonly SchemaTree[]): TextCell[] {
  const depth = getMaxRepetitionLevel([...path]);
  const maxDefinition = getMaxDefinitionLevel([...path]);
  const [entry, innerEntry] = entryLevels(path);
  const cells: { lists: [start: number, end: number][]; isNull: boolean }[] = [];
  let text = 0;
  for (let at = 0; at < repetitions.length; at++) {
    const [repetition, definition] = [defined(repetitions[at]), defined(definitions[at])];
    if (repetition === 0) cells.push({ lists: depth === 1 ? [[text, text]] : [], isNull: definition < entry - 1 });
    const cell = cells.at(-1);
    if (cell === undefined) throw new Error('the first value of a column goes on with a list');
    if (depth === 2 && repetition < 2 && definition >= entry) cell.lists.push([text, text]);
    const list = cell.lists.at(-1);
    if (definition === maxDefinition) {
      if (list === undefined) throw new Error('a text stands in no list');
      list[1] = ++text;
    } else if (definition >= innerEntry) throw new Error('a list of texts holds a null');
  }
  return cells.map(({ lists, isNull }) => {
    if (isNull) return null;
    const packed = lists.map(
      ([start, end]) =>
        new PackedTexts({
          bytes: texts.bytes,
          starts: texts.starts.subarray(start, end),
          ends: texts.ends.subarray(start, end),
        }),
    );
    return depth === 1 ? defined(packed[0]) : packed;
  });
}

/** The definition levels from which the outermost and the innermost list have an entry. */
function entryLevels(path: readonly SchemaTree[]): [number, number] {
  const repeated = path.flatMap(({ element }, at) => {
    return element.repetition_type === 'REPEATED' ? [getMaxDefinitionLevel(path.slice(0, at + 1))] : [];
  });
  return [defined(repeated[0]), defined(repeated.at(-1))];
}
