import { rename } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { ObjectStore } from '../../../platform/storage/object-store.ts';
import { makeFolder } from '../../../util/make-folder.ts';
import { fetchFiles } from './local-files.ts';
import { outputBucket } from './work-folder.ts';

/** Outputs of a store as files below a folder, each of which appears whole: `work` is in the same file system. Resolves with their paths. */
export async function publishFiles(store: ObjectStore, work: string, folder: string): Promise<string[]> {
  const made = join(work, 'made');
  const targets: string[] = [];
  for (const path of await fetchFiles(store, outputBucket, made)) {
    const target = join(folder, relative(made, path));
    await makeFolder(dirname(target));
    await rename(path, target);
    targets.push(target);
  }
  return targets;
}
