import { readPlainBooster } from './format/read-plain-booster.ts';
import { XgboostModel } from './xgboost-model.ts';

/**
 * Loads a model file that is no pickle, ready for many rows: the files of Spark and MLeap never are pickles. Throws `ScoringError`: `bad_model` for a
 * damaged or hostile file, `unsupported_model` for a genuine one that is not read.
 */
export function loadPlainXgboost(bytes: Uint8Array): XgboostModel {
  const model = new XgboostModel(readPlainBooster(bytes));
  model.prepare();
  return model;
}
