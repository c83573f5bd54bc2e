import { type ColumnMetaData, type parquetSchema, type SchemaTree, snappyUncompress } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { checkThrift } from './check-thrift.ts';
import { compressors } from './compressors.ts';

/** Largest page, unpacked, if it is not a hundredth of that packed. Spark writes pages of a megabyte, and longer rows whole. */
const MAX_PAGE_BYTES = 64 * 1024 * 1024;
/** A vocabulary of ten million words is the largest column seen in a model. */
const MAX_VALUES = 50_000_000;

export type PageHeader = ReturnType<typeof parquetHeader>;

/** A page as it stands in the file. */
export interface PackedPage {
  readonly header: PageHeader;
  readonly packed: Uint8Array;
  /** Bytes once unpacked. */
  readonly size: number;
}

/** The bytes of a column chunk. Throws `Error` if they are not all in the file. */
export function chunkBytes(file: Uint8Array, column: ColumnMetaData): Uint8Array {
  const start = Number(column.dictionary_page_offset ?? column.data_page_offset);
  const end = start + Number(column.total_compressed_size);
  if (!(start >= 0 && end <= file.length)) throw new Error('a column lies outside of the file');
  return file.subarray(start, end);
}

/** The pages of a column chunk in turn. Throws `Error` for one that says more than can be true. */
export function* readPages(bytes: Uint8Array, column: ColumnMetaData): Generator<PackedPage> {
  const limit = Math.min(MAX_VALUES, Number(column.num_values));
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
  let values = 0;
  while (reader.offset < bytes.length - 1) {
    checkThrift(bytes, reader.offset);
    const header = parquetHeader(reader);
    if (!hasNumbers(header)) throw new Error('the header of a page is broken');
    const dictionary = header.dictionary_page_header?.num_values ?? 0;
    const data = (header.data_page_header ?? header.data_page_header_v2)?.num_values ?? 0;
    const size = Number(header.uncompressed_page_size);
    const packedSize = Number(header.compressed_page_size);
    values += data;
    const isCounted = dictionary >= 0 && dictionary <= MAX_VALUES && data >= 0 && values <= limit;
    if (!isCounted || !(size >= 0 && size <= Math.max(MAX_PAGE_BYTES, 100 * packedSize))) {
      throw new Error(`a page says that it has ${data || dictionary} values in ${size} bytes`);
    }
    if (!(packedSize >= 0 && reader.offset + packedSize <= bytes.length))
      throw new Error('a page goes beyond its column');
    yield { header, packed: bytes.subarray(reader.offset, reader.offset + packedSize), size };
    reader.offset += packedSize;
  }
}

/** Whether all counts that are there are numbers: in a broken file they may be of any type. */
function hasNumbers(header: PageHeader): boolean {
  const { data_page_header: first, data_page_header_v2: second, dictionary_page_header: dictionary } = header;
  const counts: unknown[] = [first?.num_values, second?.num_values, dictionary?.num_values];
  if (second !== undefined) counts.push(second.definition_levels_byte_length, second.repetition_levels_byte_length);
  return counts.every((count) => count === undefined || typeof count === 'number');
}

/** The schema's elements from the root to a column. */
export function schemaPath(schema: ReturnType<typeof parquetSchema>, names: readonly string[]): SchemaTree[] {
  const path = [schema];
  for (const name of names) {
    const next = path.at(-1)?.children.find(({ element }) => element.name === name);
    if (next !== undefined) path.push(next);
  }
  return path;
}

export const widthOf = (levels: number): number => Math.ceil(Math.log2(levels + 1));

export function unpack(packed: Uint8Array, size: number, codec: string): Uint8Array {
  if (codec === 'UNCOMPRESSED') return packed;
  const decompress = compressors[codec as keyof typeof compressors];
  if (decompress === undefined) throw new Error(`the compression ${codec} is not read`);
  return decompress(packed, size);
}

/** As `unpack`, into room that is there, which must be filled. */
export function unpackInto(target: Uint8Array, packed: Uint8Array, codec: string): void {
  // The quicker decompressor keeps room for the largest page that it has met for ever.
  if (codec === 'SNAPPY') return snappyUncompress(packed, target);
  const page = unpack(packed, target.length, codec);
  if (page.length !== target.length) throw new Error(`a page has ${page.length} bytes, not ${target.length}`);
  target.set(page);
}
