import type { GlobalTable } from '../../pickle/global-table.ts';
import { inertClass } from '../../pickle/inert-class.ts';
import { PickleObject } from '../../pickle/pickle-object.ts';
import { ScoringError } from '../../scoring-error.ts';
import { LightgbmModel } from './lightgbm-model.ts';
import { readLightgbmText } from './read-lightgbm-text.ts';

/** The library's own classes. */
export const lightgbmGlobals: GlobalTable = (module, name) => {
  const isOwn =
    (module === 'lightgbm.basic' && name === 'Booster') || (module === 'lightgbm.sklearn' && /^LGBM\w+$/.test(name));
  return isOwn ? inertClass : undefined;
};

/**
 * The model of an unpickled `lightgbm.Booster`: its text (`_handle`; before 4.0 `handle`), of which `predict` takes the
 * trees up to `best_iteration` if training stopped early. Throws `ScoringError` for anything else.
 * Source: `Booster.__getstate__` and `Booster.predict` in LightGBM's `basic.py`, 2.3 to 4.7.
 */
export function takeLightgbm(object: unknown): LightgbmModel {
  const state: unknown = object instanceof PickleObject ? object.state : undefined;
  const text: unknown = state instanceof Map ? (state.get('_handle') ?? state.get('handle')) : undefined;
  if (typeof text !== 'string') {
    throw new ScoringError('unsupported_model', 'The pickle holds no lightgbm.Booster with its text.');
  }
  const best: unknown = (state as ReadonlyMap<unknown, unknown>).get('best_iteration');
  return new LightgbmModel(readLightgbmText(text), typeof best === 'number' && best > 0 ? best : undefined);
}
