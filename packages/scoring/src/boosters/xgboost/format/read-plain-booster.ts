import type { Booster } from '../booster.ts';
import { badModel } from './bad-model.ts';
import { boosterFromDocument } from './booster-from-document.ts';
import { readJson } from './read-json.ts';
import { readLegacyBinary } from './read-legacy-binary.ts';
import { readUbjson } from './read-ubjson.ts';

/**
 * Opens a model file in any of XGBoost's own formats, which are all but the pickle, known by its first bytes.
 * Throws `ScoringError`: `bad_model` or `unsupported_model`.
 */
export function readPlainBooster(bytes: Uint8Array): Booster {
  if (bytes.length === 0) throw badModel('is an empty file');
  if (bytes[0] === 0x7b) {
    const isUbjson = 'LlIUi'.includes(String.fromCharCode(bytes[1] ?? 0));
    return isUbjson ? boosterFromDocument(readUbjson(bytes), 'UBJSON') : boosterFromDocument(readJson(bytes), 'JSON');
  }
  if (String.fromCharCode(...bytes.subarray(0, 4)) === 'bs64')
    throw badModel('is in the base64 form (bs64), which XGBoost itself gave up with 0.90');
  return readLegacyBinary(bytes);
}
