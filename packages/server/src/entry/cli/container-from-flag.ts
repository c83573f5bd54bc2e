import type { StageDefinition } from '../../serving/container/stage-definition.ts';
import { imageOf, recogniseArchive } from './image-of.ts';
import type { ModelFlag } from './model-flags.ts';
import { readModel } from './model-source.ts';

/** The container that a `--model` stands for; its archive is taken from where it lies. */
export async function containerFromFlag(model: ModelFlag, index: number): Promise<StageDefinition> {
  const image = model.image ?? imageOf(recogniseArchive(await readModel(model.path), model.path));
  return {
    hostname: `container-${index + 1}`,
    image,
    modelData: { uri: model.path, etag: '' },
    environment: model.environment,
  };
}
