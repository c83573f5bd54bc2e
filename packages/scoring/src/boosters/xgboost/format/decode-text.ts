import { decodeLatin1 } from '../../../text/decode-latin1.ts';
import { decodeUtf8 } from '../../../text/decode-utf8.ts';
import { defined } from '../../../util/defined.ts';
import { badModel } from './bad-model.ts';

/** UTF-8 to text; quick where all is ASCII, as models are but for names of features. Throws `bad_model` for other bytes. */
export function decodeText(bytes: Uint8Array): string {
  if (isAscii(bytes)) return decodeLatin1(bytes);
  try {
    return decodeUtf8(bytes);
  } catch {
    throw badModel('holds a text that is not UTF-8');
  }
}

/** By index: `for ... of` goes through an iterator (ten times slower), and models have many megabytes. */
function isAscii(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) if (defined(bytes[at]) >= 0x80) return false;
  return true;
}
