import type { StageTable } from '../../save/map-stage.ts';
import { stringIndexer } from '../../ops/categorical/string-indexer.ts';
import { reverseStringIndexer } from '../../ops/categorical/reverse-string-indexer.ts';
import { oneHotEncoder } from '../../ops/categorical/one-hot-encoder.ts';
import { vectorIndexer } from '../../ops/feature/vector-indexer.ts';
import { targetEncoder } from '../../ops/categorical/target-encoder.ts';

/** Stages from labels to numbers and back. */
export const categories: StageTable = {
  ...oneHotEncoder.stages,
  ...reverseStringIndexer.stages,
  ...stringIndexer.stages,
  ...targetEncoder.stages,
  ...vectorIndexer.stages,
};
