import { decompress as decompressZstd } from 'fzstd';
import type { Compressors, FileMetaData } from 'hyparquet';
import { snappyUncompress } from 'hyparquet/src/snappy.js';
import { gunzip } from 'hyparquet-compressors/src/gzip.js';
import { decompressLz4, decompressLz4Raw } from 'hyparquet-compressors/src/lz4.js';
import { snappyUncompressor } from 'hysnappy';
import { defined } from '../../util/defined.ts';

type Decompress = (input: Uint8Array, outputLength: number) => Uint8Array;

/** Snappy as WebAssembly: undefined before it is needed, null where the engine refuses it. */
let fastSnappy: Decompress | null | undefined;

/** Undefined before a file needs it (`prepareCompressors`). */
let brotli: Decompress | undefined;

/**
 * The compressions of Parquet. The table of `hyparquet-compressors` compiles WebAssembly when it is imported, which a page's
 * Content-Security-Policy may refuse; here it is compiled when it is needed, and the plain decoder stands in for it.
 */
export const compressors: Compressors = {
  SNAPPY: decompressSnappy,
  GZIP: (input, outputLength) => gunzip(input, new Uint8Array(outputLength)),
  BROTLI: (input, outputLength) => defined(brotli)(input, outputLength),
  ZSTD: (input) => decompressZstd(input),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

/** To be awaited before a file's pages are unpacked: Brotli is imported for a file that has it, with its dictionary of 70 kB. */
export async function prepareCompressors({ row_groups: groups }: FileMetaData): Promise<void> {
  const hasBrotli = groups.some(({ columns }) => columns.some(({ meta_data: column }) => column?.codec === 'BROTLI'));
  if (hasBrotli) brotli ??= (await import('hyparquet-compressors/src/brotli.js')).decompressBrotli;
}

function decompressSnappy(input: Uint8Array, outputLength: number): Uint8Array {
  if (fastSnappy === undefined) fastSnappy = openSnappy();
  if (fastSnappy !== null) return fastSnappy(input, outputLength);
  const output = new Uint8Array(outputLength);
  snappyUncompress(input, output);
  return output;
}

function openSnappy(): Decompress | null {
  try {
    return snappyUncompressor();
  } catch {
    return null;
  }
}
