import { openCatboost } from './libraries/catboost.ts';
import { openFasttext } from './libraries/fasttext.ts';
import { openLightgbm } from './libraries/lightgbm.ts';
import { openSklearn } from './libraries/sklearn.ts';
import { openXgboost } from './libraries/xgboost.ts';
import type { Library } from './libraries.ts';
import type { ModelFile } from './model-file.ts';

/** Library → how its file is opened. Each throws `ScoringError` where the file cannot be read. */
export const readers: Readonly<Record<Library, (bytes: Uint8Array) => ModelFile>> = {
  xgboost: openXgboost,
  lightgbm: openLightgbm,
  catboost: openCatboost,
  'scikit-learn': openSklearn,
  fasttext: openFasttext,
};
