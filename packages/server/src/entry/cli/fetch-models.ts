import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseS3Uri } from '../../contract/s3-uri.ts';
import { ArtifactCache } from '../../platform/artifact/artifact-cache.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import { openObjectStore } from '../../platform/storage/open-object-store.ts';
import type { S3StoreOptions } from '../../platform/storage/s3/s3-store-options.ts';
import { CommandError } from './command.ts';
import type { ModelFlag } from './model-flags.ts';
import { NothingThereError } from './nothing-there-error.ts';

export interface FetchedModels {
  readonly models: readonly ModelFlag[];
  remove(): Promise<void>;
}

/** Fetches the models at `s3://` addresses into a scratch folder, from the stores that have their buckets. */
export async function fetchModels(
  models: readonly ModelFlag[],
  stores: readonly S3StoreOptions[],
): Promise<FetchedModels> {
  const scratch = await mkdtemp(join(tmpdir(), 'catenary-models-'));
  const remove = () => rm(scratch, { recursive: true, force: true });
  try {
    const store = await openObjectStore(join(scratch, 'objects'), stores, false);
    const fetched = async (model: ModelFlag, index: number) => ({
      ...model,
      path: await fetchModel(model.path, store, join(scratch, String(index))),
    });
    try {
      return { models: await Promise.all(models.map(fetched)), remove };
    } finally {
      await store.close();
    }
  } catch (error) {
    await remove();
    throw error;
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
