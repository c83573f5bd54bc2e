import { ScoringError } from '../../scoring-error.ts';
import { present } from '../../util/present.ts';
import type { CategorySplits, LeafVectors, TreeEnsemble } from './tree-ensemble.ts';
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
  readonly #size: EnsembleSize;
  readonly #treeStarts: Int32Array;
  readonly #treeOutputs: Int32Array;
  readonly #treeDepths: Int32Array;
  readonly #leftChild: Int32Array;
  readonly #rightChild: Int32Array;
  readonly #splitIndex: Int32Array;
  readonly #threshold: Float32Array;
  readonly #defaultLeft: Uint8Array;
  readonly #leafValue: Float32Array;
  readonly #vectorStarts: Int32Array | undefined;
  readonly #vectorValues: number[] = [];
  readonly #categoryStarts: Int32Array | undefined;
  readonly #categorySizes: Int32Array | undefined;
  readonly #categoryBits: number[] = [];

  constructor(trees: readonly TreeNodes[], size: EnsembleSize) {
    this.#size = size;
    const nodeCount = trees.reduce((sum, tree) => sum + tree.leftChild.length, 0);
    this.#treeStarts = new Int32Array(trees.length + 1);
    this.#treeOutputs = new Int32Array(trees.length);
    this.#treeDepths = new Int32Array(trees.length);
    this.#leftChild = new Int32Array(nodeCount).fill(-1);
    this.#rightChild = new Int32Array(nodeCount).fill(-1);
    this.#splitIndex = new Int32Array(nodeCount);
    this.#threshold = new Float32Array(nodeCount);
    this.#defaultLeft = new Uint8Array(nodeCount);
    const hasVectors = trees.some((tree) => tree.leafVectors !== undefined);
    this.#leafValue = new Float32Array(hasVectors ? 0 : nodeCount);
    if (hasVectors) this.#vectorStarts = new Int32Array(nodeCount).fill(-1);
    if (trees.some((tree) => (tree.categories?.size ?? 0) > 0)) {
      this.#categoryStarts = new Int32Array(nodeCount).fill(-1);
      this.#categorySizes = new Int32Array(nodeCount);
    }
  }

  add(tree: TreeNodes, at: number): void {
    assertTree(tree, at, this.#size, this.#vectorStarts !== undefined);
    const start = this.#treeStarts[at];
    const nodeCount = tree.leftChild.length;
    this.#treeStarts[at + 1] = start + nodeCount;
    this.#treeOutputs[at] = tree.output;
    const depths = new Int32Array(nodeCount).fill(-1);
    const pending = [0];
    depths[0] = 0;
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (tree.leftChild[node] === -1) {
        this.#addLeaf(tree, at, node);
        this.#treeDepths[at] = Math.max(this.#treeDepths[at], depths[node]);
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
    const start = this.#treeStarts[at];
    const feature = tree.splitIndex[node];
    if (!(Number.isInteger(feature) && feature >= 0 && feature < this.#size.featureCount)) {
      throw badTree(at, node, `splits on the feature ${feature}, but the model has ${this.#size.featureCount}`);
    }
    this.#leftChild[start + node] = start + tree.leftChild[node];
    this.#rightChild[start + node] = start + tree.rightChild[node];
    this.#splitIndex[start + node] = feature;
    this.#threshold[start + node] = tree.condition[node];
    this.#defaultLeft[start + node] = tree.defaultLeft[node] ? 1 : 0;
    const categories = tree.categories?.get(node);
    if (categories !== undefined) this.#addCategories(categories, at, node);
    else if (Number.isNaN(tree.condition[node])) throw badTree(at, node, 'splits at NaN');
  }

  #addCategories(categories: ArrayLike<number>, at: number, node: number): void {
    let largest = -1;
    for (let i = 0; i < categories.length; i++) {
      const category = categories[i];
      if (!(Number.isInteger(category) && category >= 0 && category < MAX_CATEGORY)) {
        throw badTree(at, node, `sends the category ${category} right; categories are whole numbers below 2^24`);
      }
      largest = Math.max(largest, category);
    }
    const start = this.#categoryBits.length;
    const words = (largest >> 5) + 1;
    if (start + words > MAX_CATEGORY_WORDS) throw badTree(at, node, 'has categories beyond any reasonable number');
    for (let i = 0; i < words; i++) this.#categoryBits.push(0);
    for (let i = 0; i < categories.length; i++)
      this.#categoryBits[start + (categories[i] >> 5)] |= 1 << (categories[i] & 31);
    (this.#categoryStarts as Int32Array)[this.#treeStarts[at] + node] = start;
    (this.#categorySizes as Int32Array)[this.#treeStarts[at] + node] = words;
  }

  #addLeaf(tree: TreeNodes, at: number, node: number): void {
    const global = this.#treeStarts[at] + node;
    if (this.#vectorStarts === undefined) {
      this.#leafValue[global] = tree.condition[node];
      return;
    }
    const { values, startOf } = tree.leafVectors as Required<TreeNodes>['leafVectors'];
    const from = startOf(node);
    const { outputCount } = this.#size;
    if (!(Number.isInteger(from) && from >= 0 && from + outputCount <= values.length)) {
      throw badTree(at, node, `lacks the ${outputCount} values of its leaf`);
    }
    this.#vectorStarts[global] = this.#vectorValues.length;
    for (let i = 0; i < outputCount; i++) this.#vectorValues.push(values[from + i]);
  }

  ensemble(): TreeEnsemble {
    const leafVectors: LeafVectors | undefined =
      this.#vectorStarts === undefined
        ? undefined
        : { starts: this.#vectorStarts, values: Float32Array.from(this.#vectorValues) };
    const categories: CategorySplits | undefined =
      this.#categoryStarts === undefined || this.#categorySizes === undefined
        ? undefined
        : { starts: this.#categoryStarts, sizes: this.#categorySizes, bits: Uint32Array.from(this.#categoryBits) };
    return {
      ...this.#size,
      treeCount: this.#treeOutputs.length,
      treeStarts: this.#treeStarts,
      treeOutputs: this.#treeOutputs,
      treeDepths: this.#treeDepths,
      leftChild: this.#leftChild,
      rightChild: this.#rightChild,
      splitIndex: this.#splitIndex,
      threshold: this.#threshold,
      defaultLeft: this.#defaultLeft,
      leafValue: this.#leafValue,
      ...present({ leafVectors, categories }),
    };
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
