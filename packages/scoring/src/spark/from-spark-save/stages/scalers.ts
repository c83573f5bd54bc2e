import type { StageTable } from '../../save/map-stage.ts';
import { bucketedRandomProjectionLsh } from '../../ops/feature/bucketed-random-projection-lsh.ts';
import { dct } from '../../ops/feature/dct.ts';
import { elementwiseProduct } from '../../ops/feature/elementwise-product.ts';
import { idf } from '../../ops/feature/idf.ts';
import { maxAbsScaler } from '../../ops/feature/max-abs-scaler.ts';
import { minHashLsh } from '../../ops/feature/min-hash-lsh.ts';
import { minMaxScaler } from '../../ops/feature/min-max-scaler.ts';
import { normalizer } from '../../ops/feature/normalizer.ts';
import { pca } from '../../ops/feature/pca.ts';
import { polynomialExpansion } from '../../ops/feature/polynomial-expansion.ts';
import { robustScaler } from '../../ops/feature/robust-scaler.ts';
import { standardScaler } from '../../ops/feature/standard-scaler.ts';

/** Stages that change a vector number by number. */
export const scalers: StageTable = {
  ...bucketedRandomProjectionLsh.stages,
  ...dct.stages,
  ...elementwiseProduct.stages,
  ...idf.stages,
  ...maxAbsScaler.stages,
  ...minHashLsh.stages,
  ...minMaxScaler.stages,
  ...normalizer.stages,
  ...pca.stages,
  ...polynomialExpansion.stages,
  ...robustScaler.stages,
  ...standardScaler.stages,
};
