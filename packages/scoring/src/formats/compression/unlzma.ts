import { defined } from '../../util/defined.ts';
import { damaged, GrowingBytes } from './growing-bytes.ts';
import { LzmaDecoder } from './lzma-decoder.ts';

const HEADER_BYTES = 13;

/**
 * What a file of the old LZMA format (`.lzma`) expands to: properties, size of the dictionary, size of the content (all bits
 * set if a mark ends it), then one stream. Throws `bad_model` for damaged data and beyond `maxBytes` of output; the format has
 * no checksum.
 */
export function unlzma(file: Uint8Array, maxBytes: number): Uint8Array {
  if (file.length < HEADER_BYTES) throw damaged();
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const [low, high] = [view.getUint32(5, true), view.getUint32(9, true)];
  const isEndMarked = low === 0xffffffff && high === 0xffffffff;
  const out = new GrowingBytes(maxBytes, file.length * 4);
  const decoder = new LzmaDecoder(file, out);
  decoder.setProperties(defined(file[0]));
  decoder.decode(HEADER_BYTES, file.length, isEndMarked ? Infinity : high * 2 ** 32 + low);
  return out.take();
}
