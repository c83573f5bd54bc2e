import { getTextEncoding } from '@bufbuild/protobuf/wire';

/** A part of some bytes as text; what is no UTF-8 becomes U+FFFD. */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  return getTextEncoding().decodeUtf8(bytes.subarray(start, end));
}
