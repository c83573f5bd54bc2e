import type { StageTable } from '../../save/map-stage.ts';
import { binarizer } from '../../ops/feature/binarizer.ts';
import { bucketizer } from '../../ops/feature/bucketizer.ts';
import { imputer } from '../../ops/feature/imputer.ts';
import { vectorSizeHint } from '../../ops/feature/vector-size-hint.ts';

/** Stages over plain numbers, and the hint of a vector's size. */
export const numbers: StageTable = {
  ...binarizer.stages,
  ...bucketizer.stages,
  ...imputer.stages,
  ...vectorSizeHint.stages,
};
