import { columnPairs, type PairParts, pairNode } from './column-pairs.ts';
import type { SavedStage } from './saved-stage.ts';
import type { StageForm } from './stage-form.ts';

/** A class that makes the same of each of its columns, of one or of several. */
export function pairsStage<Parameters>(
  className: string,
  read: (stage: SavedStage) => PairParts<Parameters>,
): StageForm<Parameters> {
  return {
    classes: [className],
    read: (stage, scope) => {
      const parts = read(stage);
      return columnPairs(stage).map((pair) => pairNode(scope, pair, parts));
    },
  };
}
