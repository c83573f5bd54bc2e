import type { FeatureRows } from '../../frame/feature-rows.ts';
import { ScoringError } from '../../scoring-error.ts';
import { FeatureSlots, featuresOf } from './feature-slots.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';
import { goesLeft } from './walk-tree.ts';

/** Deepest tree that is taken apart: the work grows with the square of the depth. */
const MAX_DEPTH = 500;

/** What the ways from the root to a node share out: for each feature on it, how the rest would go with and without it. */
interface PathStep {
  readonly feature: number;
  /** Share of training rows that go this way if the feature is not known. */
  readonly zero: number;
  /** 1 if the row goes this way, else 0. */
  readonly one: number;
  weight: number;
}

/**
 * How much each feature adds to a row's sum (SHAP values): exact for trees, over the rows that they were trained with.
 * Source: Lundberg, Erion and Lee, "Consistent Individualized Feature Attribution for Tree Ensembles" (2018), algorithm 2.
 */
export class FeatureContributions {
  readonly #ensemble: TreeEnsemble;
  readonly #covers: Float32Array;
  readonly #weights: Float32Array | undefined;
  readonly #features: FeatureSlots;
  readonly #means: Float64Array;

  /** `covers`: the weight of training rows in each node. Throws `unsupported_model` for vector leaves and very deep trees. */
  constructor(ensemble: TreeEnsemble, covers: Float32Array, weights?: Float32Array) {
    if (ensemble.leafVectors !== undefined || ensemble.treeDepths.some((depth) => depth > MAX_DEPTH)) {
      const what = ensemble.leafVectors === undefined ? `trees deeper than ${MAX_DEPTH}` : 'leaves of several outputs';
      throw new ScoringError('unsupported_model', `Contributions of features are not supported for ${what}.`);
    }
    this.#ensemble = ensemble;
    this.#covers = covers;
    this.#weights = weights;
    this.#features = new FeatureSlots(featuresOf(ensemble));
    this.#means = Float64Array.from({ length: ensemble.treeCount }, (_, tree) =>
      this.#meanOf(ensemble.treeStarts[tree]),
    );
  }

  /**
   * Row-major `rowCount * outputCount * (featureCount + 1)`: the last of each output is what a row has without any feature,
   * `base` included; together they are the row's sum.
   */
  ofRows(rows: FeatureRows, base: Float32Array, endTree = this.#ensemble.treeCount): Float32Array {
    const { outputCount, featureCount, treeOutputs } = this.#ensemble;
    const width = featureCount + 1;
    const cells = new Float32Array(this.#features.count);
    const shares = new Float64Array(outputCount * width);
    const answer = new Float32Array(rows.rowCount * shares.length);
    for (let row = 0; row < rows.rowCount; row++) {
      this.#features.fill(rows, row, 1, cells);
      shares.fill(0);
      for (let tree = 0; tree < endTree; tree++) this.#addTree(tree, cells, shares, treeOutputs[tree] * width);
      for (let output = 0; output < outputCount; output++) shares[output * width + featureCount] += base[output];
      answer.set(shares, row * shares.length);
    }
    return answer;
  }

  #addTree(tree: number, cells: Float32Array, shares: Float64Array, offset: number): void {
    const { treeStarts, featureCount } = this.#ensemble;
    const weight = this.#weights?.[tree] ?? 1;
    shares[offset + featureCount] += weight * this.#means[tree];
    this.#descend(
      treeStarts[tree],
      [],
      { feature: -1, zero: 1, one: 1 },
      (feature, share) => {
        shares[offset + feature] += weight * share;
      },
      cells,
    );
  }

  #descend(
    node: number,
    above: readonly PathStep[],
    step: Omit<PathStep, 'weight'>,
    add: (feature: number, share: number) => void,
    cells: Float32Array,
  ): void {
    const { leftChild, rightChild, splitIndex, leafValue } = this.#ensemble;
    let path = extend(above, step);
    if (leftChild[node] < 0) {
      for (let at = 1; at < path.length; at++) {
        const { feature, one, zero } = path[at];
        add(feature, unwoundSum(path, at) * (one - zero) * leafValue[node]);
      }
      return;
    }
    const feature = splitIndex[node];
    const isLeft = goesLeft(this.#ensemble, node, cells[this.#features.slotOf(feature)]);
    const [hot, cold] = isLeft ? [leftChild[node], rightChild[node]] : [rightChild[node], leftChild[node]];
    const seen = path.findIndex((other) => other.feature === feature);
    const [zero, one] = seen < 0 ? [1, 1] : [path[seen].zero, path[seen].one];
    if (seen >= 0) path = unwind(path, seen);
    const covers = this.#covers;
    this.#descend(hot, path, { feature, zero: (zero * covers[hot]) / covers[node], one }, add, cells);
    this.#descend(cold, path, { feature, zero: (zero * covers[cold]) / covers[node], one: 0 }, add, cells);
  }

  /** The mean of a tree's leaves over the rows it was trained with. */
  #meanOf(node: number): number {
    const { leftChild, rightChild, leafValue } = this.#ensemble;
    const left = leftChild[node];
    if (left < 0) return leafValue[node];
    const right = rightChild[node];
    const covers = this.#covers;
    return (covers[left] * this.#meanOf(left) + covers[right] * this.#meanOf(right)) / covers[node];
  }
}

/** The path with one step more; weights are those of subsets of its features by their size. */
function extend(above: readonly PathStep[], step: Omit<PathStep, 'weight'>): PathStep[] {
  const depth = above.length;
  const path: PathStep[] = above.map((other) => ({ ...other }));
  path.push({ ...step, weight: depth === 0 ? 1 : 0 });
  for (let at = depth - 1; at >= 0; at--) {
    path[at + 1].weight += (step.one * path[at].weight * (at + 1)) / (depth + 1);
    path[at].weight = (step.zero * path[at].weight * (depth - at)) / (depth + 1);
  }
  return path;
}

/** The path as if the step at `index` had never been taken. */
function unwind(path: readonly PathStep[], index: number): PathStep[] {
  const weights = unwoundWeights(path, index);
  return weights.map((weight, at) => ({ ...path[at < index ? at : at + 1], weight }));
}

function unwoundSum(path: readonly PathStep[], index: number): number {
  return unwoundWeights(path, index).reduce((sum, weight) => sum + weight, 0);
}

function unwoundWeights(path: readonly PathStep[], index: number): number[] {
  const depth = path.length - 1;
  const { one, zero } = path[index];
  const weights: number[] = Array.from({ length: depth }, () => 0);
  let next = path[depth].weight;
  for (let at = depth - 1; at >= 0; at--) {
    if (one !== 0) {
      weights[at] = (next * (depth + 1)) / ((at + 1) * one);
      next = path[at].weight - (weights[at] * zero * (depth - at)) / (depth + 1);
    } else {
      weights[at] = zero === 0 ? 0 : (path[at].weight * (depth + 1)) / (zero * (depth - at));
    }
  }
  return weights;
}
