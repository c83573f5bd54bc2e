import { decodeUtf8 } from '../pickle/decode-utf8.ts';
import { LightgbmModel } from './lightgbm-model.ts';
import { badModel } from './bad-model.ts';
import { readLightgbmText } from './read-lightgbm-text.ts';

/**
 * Loads a text model of LightGBM 2 to 4 (`Booster.save_model`).
 * Throws `ScoringError`: `bad_model` for a damaged or hostile file, `unsupported_model` for an objective that is not known.
 */
export function loadLightgbm(bytes: Uint8Array): LightgbmModel {
  return new LightgbmModel(readLightgbmText(decode(bytes)));
}

function decode(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes);
  } catch {
    throw badModel('is not a text in UTF-8');
  }
}
