import { joinTables } from '../../pickle/global-table.ts';
import { numpyGlobals } from '../../pickle/numpy/numpy-globals.ts';
import { pythonGlobals } from '../../pickle/python-globals.ts';
import { readPickle } from '../../pickle/read-pickle.ts';
import { decodeLightgbmText } from './decode-lightgbm-text.ts';
import { LightgbmModel } from './lightgbm-model.ts';
import { readLightgbmText } from './read-lightgbm-text.ts';
import { lightgbmGlobals, takeLightgbm } from './take-lightgbm.ts';

/**
 * Loads a model of LightGBM 2 to 4: the text of `Booster.save_model`, or a pickled `Booster`, which holds the same text.
 * Throws `ScoringError`: `bad_model` for a damaged or hostile file, `unsupported_model` for an objective that is not known.
 */
export function loadLightgbm(bytes: Uint8Array): LightgbmModel {
  if (bytes[0] !== 0x80 && bytes[0] !== 0x63) return new LightgbmModel(readLightgbmText(decodeLightgbmText(bytes)));
  const allow = joinTables(pythonGlobals(), numpyGlobals(), lightgbmGlobals);
  return takeLightgbm(readPickle(bytes, { allow }));
}
