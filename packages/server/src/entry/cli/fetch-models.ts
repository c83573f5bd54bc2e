import { rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseS3Uri } from '../../contract/s3-uri.ts';
import { ArtifactCache } from '../../platform/artifact/artifact-cache.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import { openObjectStore } from '../../platform/storage/open-object-store.ts';
import type { S3StoreOptions } from '../../platform/storage/s3/s3-store-options.ts';
import { CommandError } from './command.ts';
import type { ModelFlag } from './model-flags.ts';
import { NothingThereError } from './nothing-there-error.ts';
import { makeScratch } from './remove-when-stopped.ts';

/**
 * Calls `use` with the models at `s3://` addresses fetched into a scratch folder, from the stores that have their buckets; removes
 * the folder at the end. Throws `NothingThereError`, and `CommandError` for one that cannot be read.
 */
export async function withFetchedModels<Result>(
  models: readonly ModelFlag[],
  stores: readonly S3StoreOptions[],
  use: (models: readonly ModelFlag[]) => Promise<Result>,
): Promise<Result> {
  const scratch = await makeScratch('models');
  try {
    return await use(await fetchModels(models, stores, scratch));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function fetchModels(
  models: readonly ModelFlag[],
  stores: readonly S3StoreOptions[],
  scratch: string,
): Promise<readonly ModelFlag[]> {
  const store = await openObjectStore(join(scratch, 'objects'), stores, false);
  const fetched = async (model: ModelFlag, index: number) => ({
    ...model,
    path: await fetchModel(model.path, store, join(scratch, String(index))),
  });
  try {
    return await Promise.all(models.map(fetched));
  } finally {
    await store.close();
  }
}

async function fetchModel(path: string, store: ObjectStore, folder: string): Promise<string> {
  if (parseS3Uri(path) === undefined) return path;
  const cache = new ArtifactCache(folder, store);
  try {
    const object = path.endsWith('/') ? undefined : await cache.pin(path);
    const pinned = object ?? (await cache.pinFolder(path.endsWith('/') ? path : `${path}/`));
    if (pinned !== undefined) {
      // Some files are recognised by their names.
      const named = join(folder, basename(path));
      await rename(await cache.fetch(pinned), named);
      return named;
    }
  } catch (error) {
    throw new CommandError(`Cannot read the model ${path}: ${(error as Error).message}`);
  }
  throw new NothingThereError(path);
}
