import type { ModelFiles } from '../../model-files.ts';

/**
 * The folder of a model that Spark ML saved (`model.write().save(path)`), '' for the top of the archive; undefined if the files are
 * no such model. Apart from what reads it, so that asking costs nothing.
 */
export function savedPipelineFolder(files: ModelFiles): string | undefined {
  const tops = new Set<string>();
  for (const path of files.keys()) {
    const [, folder] = /^(?:([^/]+)\/)?metadata\/part-[^/]*$/.exec(path) ?? [undefined, null];
    if (folder !== null) tops.add(folder ?? '');
  }
  if (tops.has('')) return '';
  return tops.size === 1 ? [...tops][0] : undefined;
}
