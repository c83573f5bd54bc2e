import { flattenTrees, type TreeShape, type TreeSource } from '../tree/flatten-trees.ts';
import type { SparkTrees } from '../tree/spark-trees.ts';
import type { Attributes } from './attributes.ts';
import type { BundleFolder } from './bundle-folder.ts';

/** The tree of a folder, whose leaves have `leafWidth` values. Throws `bad_model`. */
export function bundleTree(attributes: Attributes, folder: BundleFolder, leafWidth: number): SparkTrees {
  return flattenTrees(readTrees([folder]), shapeOf(attributes, leafWidth));
}

/** The member trees that the attribute `trees` names, each in a folder of its own. Throws `bad_model`. */
export function bundleTrees(attributes: Attributes, folder: BundleFolder, leafWidth: number): SparkTrees {
  const folders = attributes.strings('trees', []).map((name) => folder.folder(name));
  return flattenTrees(readTrees(folders), shapeOf(attributes, leafWidth));
}

const shapeOf = (attributes: Attributes, leafWidth: number): TreeShape => ({
  leafWidth,
  featureCount: attributes.integer('num_features'),
});

/** One after the other: what was read of a large forest need not be held at once. */
function* readTrees(folders: readonly BundleFolder[]): Generator<TreeSource> {
  for (const folder of folders) yield { where: `${folder.path}/tree`, records: folder.treeRecords() };
}
