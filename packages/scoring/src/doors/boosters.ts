import type { LightgbmModel } from '../boosters/lightgbm/lightgbm-model.ts';
import type { XgboostModel } from '../boosters/xgboost/xgboost-model.ts';
import { ScoringError } from '../scoring-error.ts';
import type { OpBooster } from '../spark/op-booster.ts';
import type { SavedBoosters } from '../spark/saved-boosters.ts';
import { encodeUtf8 } from '../text/encode-utf8.ts';
import { aFunction, expectOptions } from './expect-options.ts';
import type { Model } from './model.ts';

/** Loaders for models of other libraries inside of a pipeline. */
export interface Boosters {
  /** `loadXgboost` */
  readonly xgboost?: (bytes: Uint8Array) => Model;
  /** `loadLightgbm` */
  readonly lightgbm?: (bytes: Uint8Array) => Model;
}

/** Models of the loaders of this package, to what stands behind them. */
export const innerXgboost = new WeakMap<object, XgboostModel>();
export const innerLightgbm = new WeakMap<object, LightgbmModel>();

/** Loaders, as given. Throws `wrong_type`, `bad_input`. */
export function expectBoosters(given: Boosters | undefined): Boosters {
  return expectOptions(given, { xgboost: aFunction, lightgbm: aFunction });
}

/** The same as the readers that pipelines take. */
export function innerBoosters({
  xgboost,
  lightgbm,
}: Boosters): SavedBoosters & { xgboost?: (bytes: Uint8Array) => OpBooster } {
  return {
    ...(xgboost === undefined
      ? undefined
      : { xgboost: (bytes) => behind(xgboost(bytes), innerXgboost, 'loadXgboost') }),
    ...(lightgbm === undefined
      ? undefined
      : { lightgbm: (text) => behind(lightgbm(encodeUtf8(text)), innerLightgbm, 'loadLightgbm') }),
  };
}

function behind<Inner>(model: Model, inner: WeakMap<object, Inner>, loader: string): Inner {
  const found = typeof model === 'object' && model !== null ? inner.get(model) : undefined;
  if (found !== undefined) return found;
  throw new ScoringError(
    'wrong_type',
    `The loader of a model inside of the pipeline gave none of its own; pass ${loader}.`,
  );
}
