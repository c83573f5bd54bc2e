import { decodeStrictUtf8 } from '../../../text/decode-strict-utf8.ts';
import { badModel } from './bad-model.ts';

/** UTF-8 to text; of a text that is cut off (`isPart`) its whole characters. Throws `bad_model` for other bytes. */
export function decodeText(bytes: Uint8Array, isPart?: boolean): string {
  try {
    return decodeStrictUtf8(bytes, isPart);
  } catch {
    throw badModel('holds a text that is not UTF-8');
  }
}
