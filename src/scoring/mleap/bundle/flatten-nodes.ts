import type { Socket } from './attribute.ts';
import { Attributes } from './attributes.ts';
import { badBundle } from './bad-bundle.ts';
import type { BundleFolder } from './bundle-folder.ts';
import type { ModelFolder } from './model-folder.ts';
import type { Op } from '../op.ts';

/** One step of a bundle, pipelines taken apart. */
export interface BundleNode {
  /** Path inside the bundle, such as `root/scaler.node`. */
  readonly path: string;
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly Socket[];
  readonly outputs: readonly Socket[];
  readonly attributes: Attributes;
  readonly folder: ModelFolder;
  /** The op itself, where it is none that a bundle can name. */
  readonly ownOp?: Op;
}

/** Real pipelines have tens of nodes, and are nested two or three deep. */
const MAX_NODES = 20_000;
const MAX_DEPTH = 100;

/** All nodes of a bundle in the order they run, nested pipelines in place. Throws `bad_model`. */
export function flattenNodes(root: BundleFolder): BundleNode[] {
  const nodes: BundleNode[] = [];
  const open: { folder: BundleFolder; depth: number }[] = [{ folder: root, depth: 0 }];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { folder, depth } = next;
    if (++seen > MAX_NODES) throw badBundle(root.path, `has more than ${MAX_NODES} nodes`);
    if (depth > MAX_DEPTH) throw badBundle(folder.path, `is a pipeline nested more than ${MAX_DEPTH} deep`);
    const model = folder.model();
    const attributes = new Attributes(model.attributes, folder.path);
    if (model.op === 'pipeline') {
      const children = attributes.strings('nodes', []);
      if (new Set(children).size < children.length) throw badBundle(folder.path, 'lists a node twice');
      for (const name of [...children].reverse())
        open.push({ folder: folder.folder(`${name}.node`), depth: depth + 1 });
      continue;
    }
    nodes.push({ path: folder.path, op: model.op, attributes, folder, ...folder.node() });
  }
  return nodes;
}
