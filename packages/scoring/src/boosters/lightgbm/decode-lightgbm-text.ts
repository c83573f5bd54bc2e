import { decodeUtf8 } from '../../text/decode-utf8.ts';
import { badModel } from './bad-model.ts';

/** The text of a model file. Throws `bad_model` for bytes that are no UTF-8. */
export function decodeLightgbmText(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes);
  } catch {
    throw badModel('is not a text in UTF-8');
  }
}
