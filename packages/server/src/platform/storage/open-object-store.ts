import { openFolderObjectStore } from './folder-object-store.ts';
import type { ObjectStore } from './object-store.ts';
import { RoutedObjectStore } from './routed-object-store.ts';
import type { S3StoreOptions } from './s3/s3-store-options.ts';

/**
 * Opens the folder's store and, before it, the outside stores that are configured, in their order. `isFenced`: whether
 * other servers may continue outputs of this one.
 */
export async function openObjectStore(
  folder: string,
  outside: readonly S3StoreOptions[],
  isFenced: boolean,
): Promise<ObjectStore> {
  const own = await openFolderObjectStore(folder);
  if (outside.length === 0) return own;
  // Loaded here: most servers have no outside store, and the AWS SDK is a third of a start's imports.
  const { openS3ObjectStore } = await import('./s3/s3-object-store.ts');
  const routes = await Promise.all(
    outside.map(async (options) => ({
      buckets: options.buckets,
      store: await openS3ObjectStore({ ...options, isFenced }),
    })),
  );
  return new RoutedObjectStore(own, routes);
}
