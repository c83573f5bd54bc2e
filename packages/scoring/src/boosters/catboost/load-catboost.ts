import { type GlobalTable, joinTables } from '../../pickle/global-table.ts';
import { inertClass } from '../../pickle/inert-class.ts';
import { numpyGlobals } from '../../pickle/numpy/numpy-globals.ts';
import { PickleObject } from '../../pickle/pickle-object.ts';
import { pythonGlobals } from '../../pickle/python-globals.ts';
import { readPickle } from '../../pickle/read-pickle.ts';
import { ScoringError } from '../../scoring-error.ts';
import { CatboostModel } from './catboost-model.ts';
import { readPlainCatboost } from './read-plain-catboost.ts';

/**
 * Loads a model of CatBoost over float and categorical features: the binary format (`cbm`), its JSON export, or a pickle
 * of the library's classes, which holds the binary format.
 * Throws `ScoringError`: `unsupported_model` for other features, `bad_model` for a damaged or hostile file.
 */
export function loadCatboost(bytes: Uint8Array): CatboostModel {
  if (bytes[0] === 0x80) return loadCatboost(readPickledModel(bytes));
  return new CatboostModel(readPlainCatboost(bytes));
}

/** The library's own classes. */
export const catboostGlobals: GlobalTable = (module, name) =>
  module === 'catboost.core' && /^\w+$/.test(name) ? inertClass : undefined;

const globals = joinTables(pythonGlobals(), numpyGlobals(), catboostGlobals);

/** Source: `_CatBoostBase.__getstate__` of CatBoost 1.2. */
function readPickledModel(bytes: Uint8Array): Uint8Array {
  const root = readPickle(bytes, { allow: globals });
  const state: unknown = root instanceof PickleObject ? root.state : undefined;
  const model: unknown = state instanceof Map ? state.get('__model') : undefined;
  if (model instanceof Uint8Array && model[0] !== 0x80) return model;
  throw new ScoringError('unsupported_model', 'The pickle holds no fitted model of CatBoost.');
}
