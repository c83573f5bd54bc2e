import { badModel } from '../../bad-model.ts';
import type { BundleNode } from './bundle-node.ts';
import type { FileFolder } from './file-folder.ts';

/** Real pipelines have tens of nodes, and are nested two or three deep. */
const MAX_NODES = 20_000;
const MAX_DEPTH = 100;

/** All nodes of a bundle in the order they run, nested pipelines in place. Throws `bad_model`. */
export function flattenNodes(root: FileFolder): BundleNode[] {
  const nodes: BundleNode[] = [];
  const open: { folder: FileFolder; depth: number }[] = [{ folder: root, depth: 0 }];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { folder, depth } = next;
    if (++seen > MAX_NODES) throw badModel(root.path, `has more than ${MAX_NODES} nodes`);
    if (depth > MAX_DEPTH) throw badModel(folder.path, `is a pipeline nested more than ${MAX_DEPTH} deep`);
    const model = folder.model();
    if (model.op === 'pipeline') {
      const children = model.attributes.strings('nodes', []);
      if (new Set(children).size < children.length) throw badModel(folder.path, 'lists a node twice');
      for (const name of [...children].reverse())
        open.push({ folder: folder.folder(`${name}.node`), depth: depth + 1 });
      continue;
    }
    nodes.push({ path: folder.path, folder, ...model, ...folder.node() });
  }
  return nodes;
}
