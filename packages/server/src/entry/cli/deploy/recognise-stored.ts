import type { ApiClient } from '../api-client.ts';
import { CommandError } from '../command.ts';
import { withFetchedModels } from '../fetch-models.ts';
import { imageForFlag } from '../image-for-flag.ts';
import type { ModelFlag } from '../model-flags.ts';
import { openModel } from '../model-source.ts';
import { NothingThereError } from '../nothing-there-error.ts';
import { recogniseModel } from '../recognise-model.ts';

/** The image for a model, and why that one. */
export interface FoundImage {
  readonly image: string;
  readonly reason: string;
}

/**
 * The image for a model in a bucket of the server: it is fetched, looked into, and removed again. Throws `CommandError` if it
 * is not there, or is not recognised.
 */
export async function recogniseStored(client: ApiClient, model: ModelFlag): Promise<FoundImage> {
  try {
    return await withFetchedModels([model], [client.store], async ([local = model]) => {
      const found = recogniseModel(await openModel(local.path), model.path);
      return { image: imageForFlag(model, found), reason: found.reason };
    });
  } catch (error) {
    if (!(error instanceof NothingThereError)) throw error;
    throw new CommandError(
      `There is nothing at ${model.path} on this server: upload it first, for example by aws s3 cp model.tar.gz ${model.path}`,
    );
  }
}
