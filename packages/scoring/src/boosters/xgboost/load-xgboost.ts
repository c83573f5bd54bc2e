import { readBooster } from './format/read-booster.ts';
import type { LibraryVersion } from './objective.ts';
import { XgboostModel } from './xgboost-model.ts';

export interface LoadXgboostOptions {
  /** Predict as this version of the library would; by default as the one that wrote the file. */
  readonly version?: LibraryVersion;
}

/**
 * Loads a model file of XGBoost 0.72 to 3.x: JSON, UBJSON, legacy binary, or a pickled Booster, known by its first bytes; ready for many rows.
 * Throws `ScoringError`: `bad_model` for a damaged or hostile file, `unsupported_model` for a genuine one that is not read.
 *
 * @example
 * const model = loadXgboost(await readFile('xgboost-model'));
 * model.predict({ kind: 'dense', values: Float32Array.of(5.1, NaN), rowCount: 1, columnCount: 2 });
 */
export function loadXgboost(bytes: Uint8Array, options: LoadXgboostOptions = {}): XgboostModel {
  const model = new XgboostModel(readBooster(bytes).booster, options.version);
  model.prepare();
  return model;
}
