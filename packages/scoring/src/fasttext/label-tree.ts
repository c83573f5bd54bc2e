import { defined } from '../util/defined.ts';
import { damaged } from './damaged.ts';

/** Huffman's tree over labels: nodes below `labels` are leaves, the last node is the root. */
export interface LabelTree {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** What fastText gives nodes that are not made yet: more than any count. */
const NO_COUNT = 1e15;

/**
 * The tree of labels by how often they were seen, most often first. Throws `bad_model` for counts that make no tree.
 * Source: `HierarchicalSoftmaxLoss::buildTree` in fastText's `src/loss.cc`.
 */
export function buildLabelTree(counts: readonly number[]): LabelTree {
  const labels = counts.length;
  const nodes = 2 * labels - 1;
  const [left, right] = [new Int32Array(nodes).fill(-1), new Int32Array(nodes).fill(-1)];
  const weights = new Float64Array(nodes).fill(NO_COUNT);
  weights.set(counts);
  let leaf = labels - 1;
  let inner = labels;
  for (let made = labels; made < nodes; made++) {
    const pick = () => (leaf >= 0 && defined(weights[leaf]) < (weights[inner] ?? NO_COUNT) ? leaf-- : inner++);
    const [first, second] = [pick(), pick()];
    if (inner > made) throw damaged('counts its labels so that they make no tree');
    left[made] = first;
    right[made] = second;
    weights[made] = defined(weights[first]) + defined(weights[second]);
  }
  return { left, right };
}
