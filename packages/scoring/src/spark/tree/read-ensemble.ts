import type { ModelFolder } from '../model/model-folder.ts';
import type { Attributes } from '../model/attributes.ts';
import { loadTrees } from './load-trees.ts';
import type { SparkTrees } from './spark-trees.ts';

/** The member trees that the attribute `trees` names, each in a folder of its own. */
export function readEnsemble(folder: ModelFolder, attributes: Attributes, leafWidth: number): SparkTrees {
  const folders = attributes.strings('trees', []).map((name) => folder.folder(name));
  return loadTrees(folders, leafWidth, attributes.integer('num_features'));
}
