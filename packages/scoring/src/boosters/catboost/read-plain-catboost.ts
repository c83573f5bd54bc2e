import { decodeUtf8 } from '../../text/decode-utf8.ts';
import { badModel } from './bad-model.ts';
import { type CatboostBooster, readCatboostJson } from './read-catboost-json.ts';
import { readCbm } from './read-cbm.ts';

/** Reads the library's own formats: the binary one (`cbm`) or the JSON export. Throws `ScoringError`. */
export function readPlainCatboost(bytes: Uint8Array): CatboostBooster {
  const isBinary = bytes[0] === 0x43 && bytes[1] === 0x42 && bytes[2] === 0x4d && bytes[3] === 0x31; // CBM1
  return isBinary ? readCbm(bytes) : readCatboostJson(decode(bytes));
}

function decode(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes);
  } catch {
    throw badModel('is not a text in UTF-8');
  }
}
