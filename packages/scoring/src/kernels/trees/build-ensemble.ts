import { ScoringError } from '../../scoring-error.ts';
import { defined } from '../../util/defined.ts';
import { present } from '../../util/present.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';
import type { TreeNodes } from './tree-nodes.ts';

/** Categories are codes below 2^24 (the largest run of whole numbers that float32 holds). */
const MAX_CATEGORY = 2 ** 24;

/** More bits of categories than this in one model are a file that lies about itself. */
const MAX_CATEGORY_WORDS = 2 ** 26;

export interface EnsembleSize {
  /** Width of a row. */
  readonly featureCount: number;
  /** Sums per row. */
  readonly outputCount: number;
}

/**
 * Checks the trees of a model file and joins them into one ensemble. After this, walking needs no checks.
 * Throws `ScoringError` `bad_model`, naming tree and node, for a child or feature out of range, a node reached twice (so
 * also for a cycle), a numeric split at NaN, an output that does not exist, or arrays of differing lengths.
 */
export function buildEnsemble(trees: readonly TreeNodes[], size: EnsembleSize): TreeEnsemble {
  const builder = new EnsembleBuilder(trees, size);
  trees.forEach((tree, at) => builder.add(tree, at));
  return builder.ensemble();
}

class EnsembleBuilder {
  readonly #made: Omit<TreeEnsemble, 'leafVectors' | 'categories'>;
  readonly #vectorStarts: Int32Array | undefined;
  readonly #vectorValues: number[] = [];
  readonly #categories: { readonly starts: Int32Array; readonly sizes: Int32Array } | undefined;
  readonly #categoryBits: number[] = [];

  constructor(trees: readonly TreeNodes[], size: EnsembleSize) {
    const treeCount = trees.length;
    const nodeCount = trees.reduce((sum, tree) => sum + tree.leftChild.length, 0);
    const hasVectors = trees.some((tree) => tree.leafVectors !== undefined);
    const none = () => new Int32Array(nodeCount).fill(-1);
    this.#made = {
      ...size,
      treeCount,
      treeStarts: new Int32Array(treeCount + 1),
      treeOutputs: new Int32Array(treeCount),
      treeDepths: new Int32Array(treeCount),
      leftChild: none(),
      rightChild: none(),
      splitIndex: new Int32Array(nodeCount),
      threshold: new Float32Array(nodeCount),
      defaultLeft: new Uint8Array(nodeCount),
      leafValue: new Float32Array(hasVectors ? 0 : nodeCount),
    };
    if (hasVectors) this.#vectorStarts = none();
    if (trees.some((tree) => (tree.categories?.size ?? 0) > 0))
      this.#categories = { starts: none(), sizes: new Int32Array(nodeCount) };
  }

  add(tree: TreeNodes, at: number): void {
    const { treeStarts, treeOutputs, treeDepths } = this.#made;
    assertTree(tree, at, this.#made, this.#vectorStarts !== undefined);
    const nodeCount = tree.leftChild.length;
    treeStarts[at + 1] = treeStarts[at] + nodeCount;
    treeOutputs[at] = tree.output;
    const depths = new Int32Array(nodeCount).fill(-1);
    const pending = [0];
    depths[0] = 0;
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (tree.leftChild[node] === -1) {
        this.#addLeaf(tree, at, node);
        treeDepths[at] = Math.max(treeDepths[at], depths[node]);
        continue;
      }
      for (const child of [tree.rightChild[node], tree.leftChild[node]]) {
        if (!(Number.isInteger(child) && child > 0 && child < nodeCount)) {
          throw badTree(at, node, `has the child ${child}, but the tree has ${nodeCount} nodes`);
        }
        if (depths[child] >= 0) throw badTree(at, child, 'is reached in two ways: the nodes are no tree');
        depths[child] = depths[node] + 1;
        pending.push(child);
      }
      this.#addSplit(tree, at, node);
    }
  }

  #addSplit(tree: TreeNodes, at: number, node: number): void {
    const { featureCount, treeStarts, leftChild, rightChild, splitIndex, threshold, defaultLeft } = this.#made;
    const start = treeStarts[at];
    const to = start + node;
    const feature = tree.splitIndex[node];
    if (!(Number.isInteger(feature) && feature >= 0 && feature < featureCount)) {
      throw badTree(at, node, `splits on the feature ${feature}, but the model has ${featureCount}`);
    }
    leftChild[to] = start + tree.leftChild[node];
    rightChild[to] = start + tree.rightChild[node];
    splitIndex[to] = feature;
    threshold[to] = tree.condition[node];
    defaultLeft[to] = tree.defaultLeft[node] ? 1 : 0;
    const categories = tree.categories?.get(node);
    if (categories !== undefined) this.#addCategories(categories, at, node);
    else if (Number.isNaN(tree.condition[node])) throw badTree(at, node, 'splits at NaN');
  }

  #addCategories(categories: ArrayLike<number>, at: number, node: number): void {
    const { starts, sizes } = defined(this.#categories);
    const bits = this.#categoryBits;
    const start = bits.length;
    for (let i = 0; i < categories.length; i++) {
      const category = categories[i];
      if (!(Number.isInteger(category) && category >= 0 && category < MAX_CATEGORY)) {
        throw badTree(at, node, `sends the category ${category} right; categories are whole numbers below 2^24`);
      }
      const word = start + (category >> 5);
      if (word >= MAX_CATEGORY_WORDS) throw badTree(at, node, 'has categories beyond any reasonable number');
      while (bits.length <= word) bits.push(0);
      bits[word] |= 1 << (category & 31);
    }
    const to = this.#made.treeStarts[at] + node;
    starts[to] = start;
    sizes[to] = bits.length - start;
  }

  #addLeaf(tree: TreeNodes, at: number, node: number): void {
    const { treeStarts, leafValue, outputCount } = this.#made;
    const to = treeStarts[at] + node;
    if (this.#vectorStarts === undefined) {
      leafValue[to] = tree.condition[node];
      return;
    }
    const { values, startOf } = defined(tree.leafVectors);
    const from = startOf(node);
    if (!(Number.isInteger(from) && from >= 0 && from + outputCount <= values.length)) {
      throw badTree(at, node, `lacks the ${outputCount} values of its leaf`);
    }
    this.#vectorStarts[to] = this.#vectorValues.length;
    for (let i = 0; i < outputCount; i++) this.#vectorValues.push(values[from + i]);
  }

  ensemble(): TreeEnsemble {
    const starts = this.#vectorStarts;
    const leafVectors = starts && { starts, values: Float32Array.from(this.#vectorValues) };
    const categories = this.#categories && { ...this.#categories, bits: Uint32Array.from(this.#categoryBits) };
    return { ...this.#made, ...present({ leafVectors, categories }) };
  }
}

function assertTree(tree: TreeNodes, at: number, size: EnsembleSize, hasVectors: boolean): void {
  const count = tree.leftChild.length;
  const lengths = [tree.rightChild, tree.splitIndex, tree.condition, tree.defaultLeft].map((array) => array.length);
  if (count === 0 || lengths.some((length) => length !== count)) {
    throw new ScoringError(
      'bad_model',
      `Tree ${at} of the model: its arrays differ in length (${count}, ${lengths.join(', ')}) or are empty.`,
    );
  }
  if (!(Number.isInteger(tree.output) && tree.output >= 0 && tree.output < size.outputCount)) {
    throw new ScoringError(
      'bad_model',
      `Tree ${at} of the model adds to output ${tree.output}, but there are ${size.outputCount}.`,
    );
  }
  if (hasVectors && tree.leafVectors === undefined) {
    throw new ScoringError('bad_model', `Tree ${at} of the model has scalar leaves where other trees have vectors.`);
  }
}

function badTree(tree: number, node: number, problem: string): ScoringError {
  return new ScoringError('bad_model', `Tree ${tree} of the model: node ${node} ${problem}.`);
}
