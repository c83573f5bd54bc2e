import { decompress as decompressZstd } from 'fzstd';
import type { Compressors } from 'hyparquet';
import { snappyUncompress } from 'hyparquet/src/snappy.js';
import { decompressBrotli } from 'hyparquet-compressors/src/brotli.js';
import { gunzip } from 'hyparquet-compressors/src/gzip.js';
import { decompressLz4, decompressLz4Raw } from 'hyparquet-compressors/src/lz4.js';
import { snappyUncompressor } from 'hysnappy';

type Decompress = (input: Uint8Array, outputLength: number) => Uint8Array;

/** Snappy as WebAssembly: undefined before it is needed, null where the engine refuses it. */
let fastSnappy: Decompress | null | undefined;

/**
 * The compressions of Parquet. The table of `hyparquet-compressors` compiles WebAssembly when it is imported, which a page's
 * Content-Security-Policy may refuse; here it is compiled when it is needed, and the plain decoder stands in for it.
 */
export const compressors: Compressors = {
  SNAPPY: decompressSnappy,
  GZIP: (input, outputLength) => gunzip(input, new Uint8Array(outputLength)),
  BROTLI: decompressBrotli,
  ZSTD: (input) => decompressZstd(input),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

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
