import { scalar } from '../../../frame/data-type.ts';
import { featuresPort } from '../../save/features-port.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import type { StageForm } from '../../save/stage-form.ts';

/** A class from `features` to the number of a cluster. */
export function clusterStage<Parameters>(
  className: string,
  read: (stage: SavedStage) => Parameters,
): StageForm<Parameters> {
  return {
    classes: [className],
    read: (stage, { columns }) => {
      const parameters = read(stage);
      const inputs = featuresPort(stage.params, columns);
      const prediction = columns.write(stage.params.string('predictionCol'), { type: scalar('int') });
      return [{ parameters, inputs, outputs: { prediction } }];
    },
  };
}

/** The measure of distance that a stage clusters by. */
export type DistanceMeasure = 'euclidean' | 'cosine';

export function savedMeasure({ params }: SavedStage): DistanceMeasure {
  return params.string('distanceMeasure', 'euclidean') === 'cosine' ? 'cosine' : 'euclidean';
}
