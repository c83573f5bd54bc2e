import { vector } from '../../frame/data-type.ts';
import { present } from '../../util/present.ts';
import { onePair, pairNode } from './column-pairs.ts';
import type { SavedStage } from './saved-stage.ts';
import type { StageForm } from './stage-form.ts';

/** What a stage makes of a vector: `size` is that of the result, or what it becomes of the input's. */
export interface VectorParts<Parameters> {
  readonly parameters: Parameters;
  readonly size: number | undefined | ((inputSize: number) => number | undefined);
}

/** For stages that keep the size of their input. */
export const sameSize = (inputSize: number): number => inputSize;

/** A class from one vector column to another. */
export function vectorStage<Parameters>(
  className: string,
  read: (stage: SavedStage) => VectorParts<Parameters>,
): StageForm<Parameters> {
  return {
    classes: [className],
    read: (stage, scope) => {
      const { parameters, size: given } = read(stage);
      const pair = onePair(stage);
      const { size: inputSize } = scope.columns.info(pair.input);
      const size = typeof given !== 'function' ? given : inputSize === undefined ? undefined : given(inputSize);
      return [pairNode(scope, pair, { parameters, info: { type: vector(size), ...present({ size }) } })];
    },
  };
}
