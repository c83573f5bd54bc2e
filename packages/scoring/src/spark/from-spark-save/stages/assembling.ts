import type { StageTable } from '../../save/map-stage.ts';
import { interaction } from '../../ops/feature/interaction.ts';
import { vectorAssembler } from '../../ops/feature/vector-assembler.ts';

/** Stages that make one vector of several columns. */
export const assembling: StageTable = {
  ...interaction.stages,
  ...vectorAssembler.stages,
};
