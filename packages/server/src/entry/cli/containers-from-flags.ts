import { join } from 'node:path';
import { type ImageRule, imageProblem } from '../../serving/container/images.ts';
import type { StageDefinition } from '../../serving/container/stage-definition.ts';
import { asArtifact } from './as-artifact.ts';
import { CommandError } from './command.ts';
import { imageForFlag } from './image-for-flag.ts';
import type { ModelFlag } from './model-flags.ts';
import { openModel } from './model-source.ts';
import { recogniseModel } from './recognise-model.ts';

/**
 * The containers that `--model` flags stand for; archives and folders are taken from where they lie, of files copies are made
 * below `scratch`. Throws `CommandError` for a model that cannot be read, and for one that is not recognised.
 */
export function containersFromFlags(
  models: readonly ModelFlag[],
  scratch: string,
  images: readonly ImageRule[],
): Promise<StageDefinition[]> {
  return Promise.all(
    models.map(async (model, index): Promise<StageDefinition> => {
      const { path, image, environment } = model;
      const source = await openModel(path);
      const problem = image === undefined ? undefined : imageProblem(images, image);
      if (problem !== undefined) throw new CommandError(problem);
      return {
        hostname: `container-${index + 1}`,
        image: image ?? imageForFlag(model, recogniseModel(source, path)),
        modelData: { uri: await asArtifact(path, join(scratch, `model-${index + 1}`)), etag: '' },
        environment,
      };
    }),
  );
}
