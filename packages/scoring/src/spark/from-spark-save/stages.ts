import type { MapStage } from '../save/map-stage.ts';
import { assembling } from './stages/assembling.ts';
import { boosters } from './stages/boosters.ts';
import { categories } from './stages/categories.ts';
import { classifiers } from './stages/classifiers.ts';
import { clusterers } from './stages/clusterers.ts';
import { composites } from './stages/composites.ts';
import { factorization } from './stages/factorization.ts';
import { frequentPatterns } from './stages/frequent-patterns.ts';
import { lightgbm } from './stages/lightgbm.ts';
import { numbers } from './stages/numbers.ts';
import { regressors } from './stages/regressors.ts';
import { scalers } from './stages/scalers.ts';
import { selectors } from './stages/selectors.ts';
import { sqlTransformer } from './stages/sql-transformer.ts';
import { text } from './stages/text.ts';

/** Every class of Spark ML that is read, by its name without the package. */
export const stages: Readonly<Record<string, MapStage>> = {
  ...assembling,
  ...boosters,
  ...categories,
  ...classifiers,
  ...clusterers,
  ...composites,
  ...factorization,
  ...frequentPatterns,
  ...lightgbm,
  ...numbers,
  ...regressors,
  ...scalers,
  ...selectors,
  ...sqlTransformer,
  ...text,
};
