import { scalar } from '../../frame/data-type.ts';
import { featuresPort } from './features-port.ts';
import type { SavedStage } from './saved-stage.ts';
import type { StageForm } from './stage-form.ts';

/** A class from `features` to the scalar `prediction`; nothing is made where no column is named for it. */
export function predictionStage<Parameters>(
  className: string,
  read: (stage: SavedStage) => Parameters,
): StageForm<Parameters> {
  return {
    classes: [className],
    read: (stage, { columns }) => {
      const inputs = featuresPort(stage.params, columns);
      const name = stage.params.string('predictionCol', 'prediction');
      if (name === '') return [];
      const outputs = { prediction: columns.write(name, { type: scalar('double') }) };
      return [{ parameters: read(stage), inputs, outputs }];
    },
  };
}
