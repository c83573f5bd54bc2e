import { chunkBytes, readPages } from './pages.ts';
import { readFooter } from './read-footer.ts';

/** Room of a value once it is read, bytes. */
const VALUE_BYTES = 8;

/**
 * Whether the values of a Parquet file, or its pages when they are unpacked, take more than this many bytes, by what its headers
 * say: a run of a few bytes says a million values. A damaged one counts as if they did: whoever reads it finds out what is wrong.
 */
export function parquetExpandsBeyond(bytes: Uint8Array, maxBytes: number): boolean {
  try {
    let sum = 0;
    for (const { columns } of readFooter(bytes).row_groups) {
      for (const { meta_data: column } of columns) {
        if (column === undefined) return true;
        sum += Number(column.num_values) * VALUE_BYTES;
        for (const { size } of readPages(chunkBytes(bytes, column), column)) if ((sum += size) > maxBytes) return true;
      }
    }
    return !(sum <= maxBytes);
  } catch {
    return true;
  }
}
