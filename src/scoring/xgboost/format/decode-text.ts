import { decodeUtf8 } from '../../pickle/decode-utf8.ts';
import { badModel } from './bad-model.ts';

/** Characters that are handed to `fromCharCode` at once. */
const SLICE = 8192;

/** UTF-8 to text; quick where all is ASCII, as models are but for names of features. Throws `bad_model` for other bytes. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes.some((byte) => byte >= 0x80)) {
    try {
      return decodeUtf8(bytes);
    } catch {
      throw badModel('holds a text that is not UTF-8');
    }
  }
  if (bytes.length <= SLICE) return String.fromCharCode(...bytes);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += SLICE) parts.push(String.fromCharCode(...bytes.subarray(at, at + SLICE)));
  return parts.join('');
}
