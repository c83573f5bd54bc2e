import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectStore } from '../../../platform/storage/object-store.ts';
import { openObjectStore } from '../../../platform/storage/open-object-store.ts';
import { RoutedObjectStore } from '../../../platform/storage/routed-object-store.ts';
import type { SparkOption } from '../../../serving/spark-jobs/spark-option.ts';
import { DividedObjects, type PartPlaces, partBytesOf } from '../../../serving/spark-transforms/divided-objects.ts';
import type { ObjectOrder } from '../../../serving/spark-transforms/object-task.ts';
import { storePlaces } from '../../../serving/spark-transforms/store-places.ts';
import type { TransformPlan } from '../../../serving/transform-job/plan/transform-plan.ts';
import { makeFolder } from '../../../util/make-folder.ts';
import { removeWhenStopped } from '../remove-when-stopped.ts';
import { publishFiles } from './publish-files.ts';
import { outputBucket } from './work-folder.ts';

interface PartsOf {
  readonly objects: readonly ObjectOrder[];
  /** Has them. */
  readonly store: ObjectStore;
  /** The folder of the outputs, if they are files. */
  readonly output: string | undefined;
  readonly spark: Pick<SparkOption, 'partMB'>;
}

/** Objects as tasks, and where parts are put together: in their bucket, or in a hidden folder beside files. */
export async function openParts({ objects, store, output, spark }: PartsOf, plan: TransformPlan, signal: AbortSignal) {
  const run = randomUUID();
  const folder = output === undefined ? undefined : join(output, `.catenary-parts-${run}`);
  const joined = folder === undefined ? undefined : await openFolder(folder);
  const divided = await DividedObjects.of(objects, {
    plan,
    store: joined === undefined ? store : new RoutedObjectStore(store, [{ buckets: [outputBucket], store: joined }]),
    partBytes: partBytesOf(spark),
    signal,
    run,
    places: folder === undefined ? storePlaces(store, plan.output.folder) : folderPlaces(folder),
    journalOf: () => () => noJournal,
    publish: async () => (joined === undefined ? [] : publishFiles(joined, folder ?? '', output ?? '')),
    onFailure: () => undefined,
  });
  return {
    divided,
    async close() {
      await divided.close();
      await joined?.close();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openFolder(folder: string): Promise<ObjectStore> {
  await makeFolder(folder);
  removeWhenStopped(folder);
  const store = await openObjectStore(join(folder, 'joined'), [], false);
  await store.createBucket(outputBucket);
  return store;
}

/** Its folder goes with it. */
const noJournal = { starting: () => Promise.resolve(), started: () => Promise.resolve() };

const folderPlaces = (root: string): PartPlaces => ({
  orderOf: (folder) => ({ output: join(root, folder) }),
  read: (folder, name) => Promise.resolve(createReadStream(join(root, folder, name))),
  remove: (folder) => rm(join(root, folder), { recursive: true, force: true }),
});
