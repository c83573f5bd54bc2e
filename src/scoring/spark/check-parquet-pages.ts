import type { FileMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';

/** A vocabulary of ten million words is the largest column seen in a model. */
const MAX_VALUES = 50_000_000;
/** Bytes of one page, unpacked. Spark writes pages of a megabyte. */
const MAX_PAGE_BYTES = 2 ** 30;

/**
 * Goes through the headers of all pages before any is unpacked: hyparquet makes room for as many values as a header says, and
 * a changed byte may say thousands of millions. Throws `Error`.
 */
export function checkParquetPages(bytes: Uint8Array, metadata: FileMetaData): void {
  for (const { columns } of metadata.row_groups) {
    for (const { meta_data: column } of columns) {
      if (column === undefined) throw new Error('a column has no metadata');
      const start = Number(column.dictionary_page_offset ?? column.data_page_offset);
      const end = start + Number(column.total_compressed_size);
      if (!(start >= 0 && end <= bytes.length)) throw new Error('a column lies outside of the file');
      const limit = Math.min(MAX_VALUES, Number(column.num_values));
      if (!(limit >= 0)) throw new Error(`a column says that it has ${column.num_values} values`);
      checkColumn(bytes.subarray(start, end), limit);
    }
  }
}

function checkColumn(chunk: Uint8Array, limit: number): void {
  const reader = { view: new DataView(chunk.buffer, chunk.byteOffset, chunk.length), offset: 0 };
  let values = 0;
  while (reader.offset < chunk.length - 1) {
    const header = parquetHeader(reader);
    const dictionary = header.dictionary_page_header?.num_values ?? 0;
    const data = (header.data_page_header ?? header.data_page_header_v2)?.num_values ?? 0;
    const unpacked = Number(header.uncompressed_page_size);
    const packed = Number(header.compressed_page_size);
    values += data;
    const isSound = dictionary >= 0 && dictionary <= MAX_VALUES && data >= 0 && values <= limit;
    if (!isSound || !(unpacked >= 0 && unpacked <= MAX_PAGE_BYTES)) {
      throw new Error(`a page says that it has ${data || dictionary} values in ${unpacked} bytes`);
    }
    if (!(packed >= 0 && reader.offset + packed <= chunk.length)) throw new Error('a page goes beyond its column');
    reader.offset += packed;
  }
}
