import { decodeUtf8 } from '../pickle/decode-utf8.ts';
import { CatboostModel } from './catboost-model.ts';
import { badModel } from './catboost-trees.ts';
import { readCatboostJson } from './read-catboost-json.ts';

/**
 * Loads a JSON export of CatBoost over float features.
 * Throws `ScoringError`: `unsupported_model` for other features, `bad_model` for a damaged or hostile file.
 */
export function loadCatboost(bytes: Uint8Array): CatboostModel {
  return new CatboostModel(readCatboostJson(decode(bytes)));
}

function decode(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes);
  } catch {
    throw badModel('is not a text in UTF-8');
  }
}
