import type { TreeNodes } from '../../../kernels/trees/tree-nodes.ts';
import { badModel } from './bad-model.ts';

/** More classes or targets than any model has: a header that lies would make every answer huge. */
const MAX_OUTPUTS = 65_536;

/** Refuses numbers of classes or targets that the trees of the file cannot bear out: each output needs a tree of its own. */
export function assertOutputs(outputCount: number, trees: readonly TreeNodes[] = []): void {
  if (outputCount > MAX_OUTPUTS)
    throw badModel(`claims ${outputCount} classes or targets; at most ${MAX_OUTPUTS} are read`);
  const hasVectors = trees.some((tree) => tree.leafVectors !== undefined);
  if (trees.length > 0 && !hasVectors && trees.length < outputCount) {
    throw badModel(`claims ${outputCount} classes or targets, but has only ${trees.length} trees`);
  }
}
