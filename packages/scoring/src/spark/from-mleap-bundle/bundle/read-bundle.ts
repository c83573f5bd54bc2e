import type { ModelFiles } from '../../../model-files.ts';
import type { BundleNode } from './bundle-node.ts';
import { flattenNodes } from './flatten-nodes.ts';
import { type BundleHead, openBundle } from './open-bundle.ts';

/** A bundle taken apart: what is in it, before any of it is compiled. */
export interface ReadBundle {
  readonly head: BundleHead;
  readonly nodes: readonly BundleNode[];
}

/** Throws `ScoringError` if the files are no bundle whose nodes can be listed. */
export function readBundle(files: ModelFiles): ReadBundle {
  const { root, ...head } = openBundle(files);
  return { head, nodes: flattenNodes(root) };
}
