import type { StageTable } from '../../save/map-stage.ts';
import { chiSqSelector } from '../../ops/feature/chi-sq-selector.ts';
import { vectorSlicer } from '../../ops/feature/vector-slicer.ts';

/** Stages that pick numbers out of a vector. */
export const selectors: StageTable = {
  ...chiSqSelector.stages,
  ...vectorSlicer.stages,
};
