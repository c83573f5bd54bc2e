import type { TreeNodes } from '../../../kernels/trees/tree-nodes.ts';
import type { BoostedTrees, Booster, LinearModel } from '../booster.ts';
import { assertOutputs } from './assert-outputs.ts';
import { badModel } from './bad-model.ts';
import { boostedTrees } from './boosted-trees.ts';
import { decodeText } from './decode-text.ts';
import type { TreeStatistics } from './join-statistics.ts';
import { LegacyCursor } from './legacy-cursor.ts';
import { linearModel } from './linear-model.ts';
import type { ModelSize } from './model-size.ts';
import { unknownBooster } from './unknown-booster.ts';

/**
 * Reads the binary form that `save_model` wrote until 2.x: C structs as they lay in memory, little-endian, after an
 * optional `binf`. Every count is checked against the bytes that are left before anything is allocated.
 * Throws `ScoringError`: `bad_model` for a damaged file, `unsupported_model` for an unknown booster.
 * Source: `LearnerIO::Load`, `GBTreeModel::Load` and `RegTree::Load` of XGBoost 0.72 to 1.7.6.
 */
export function readLegacyBinary(bytes: Uint8Array): Booster {
  const cursor = new LegacyCursor(bytes);
  if (decodePrefix(bytes) === 'binf') cursor.skip(4);
  // LearnerModelParam, 136 bytes: f32 base_score, u32 num_feature, i32 num_class, i32 contain_extra_attrs,
  // i32 contain_eval_metrics, u32 major, u32 minor, u32 num_target, i32 boost_from_average, 25 reserved.
  const header = cursor.words(34);
  const featureCount = header.u32(1);
  const outputCount = Math.max(1, header.i32(2), header.i32(7));
  const version: [number, number] = [header.u32(5), header.u32(6)];
  if (version[0] > 3) throw noFormat();
  assertOutputs(outputCount);
  const objective = cursor.text();
  const boosterName = cursor.text();
  if (!/^\w+(?::\w*)?$/.test(objective)) throw noFormat();
  const model = readModel(cursor, boosterName, { featureCount, outputCount });
  return {
    version,
    format: 'legacy binary',
    objective,
    featureCount,
    outputCount,
    baseScore: new Float32Array(outputCount).fill(header.f32(0)),
    isBaseScoreMargin: version[0] === 0,
    attributes: header.i32(3) === 0 ? new Map() : readAttributes(cursor),
    featureNames: [],
    model,
  };
}

/** Such a file has no mark, so what is none of the others is read as one. */
const noFormat = () => badModel('is in none of the formats JSON, UBJSON, legacy binary or pickle');

function readModel(cursor: LegacyCursor, name: string, size: ModelSize): BoostedTrees | LinearModel {
  if (name === 'gbtree' || name === 'dart') return readTrees(cursor, name, size);
  if (name !== 'gblinear') throw unknownBooster(name);
  cursor.words(34);
  return linearModel(cursor.floats(), size);
}

function readTrees(cursor: LegacyCursor, kind: BoostedTrees['kind'], size: ModelSize): BoostedTrees {
  // GBTreeModelParam, 160 bytes: i32 num_trees, i32 num_parallel_tree (num_roots in 0.x), ...
  const header = cursor.words(40);
  const treeCount = cursor.checkCount(header.i32(0), 148);
  const statistics: TreeStatistics[] = [];
  const unplaced = Array.from({ length: treeCount }, () => readTree(cursor, statistics));
  const outputs = cursor.words(treeCount);
  const trees = unplaced.map((tree, at): TreeNodes => ({ ...tree, output: outputs.i32(at) }));
  const weights = kind === 'dart' && treeCount > 0 ? cursor.floats() : undefined;
  return boostedTrees({ kind, trees, statistics, parallelTrees: header.i32(1), weights }, size);
}

/** TreeParam (148 bytes, i32 num_nodes second), then 20 bytes a node and 16 bytes of statistics a node. */
function readTree(cursor: LegacyCursor, found: TreeStatistics[]): Omit<TreeNodes, 'output'> {
  const nodeCount = cursor.checkCount(cursor.words(37).i32(1), 36);
  // Node: i32 parent, i32 left, i32 right, u32 feature (bit 31: missing goes left), f32 threshold or leaf value.
  const nodes = cursor.words(nodeCount * 5);
  const statistics = cursor.words(nodeCount * 4);
  // f32 gain, f32 sum of hessians, f32 weight, i32 count of leaf children.
  const column = (at: number) => Float32Array.from({ length: nodeCount }, (_, node) => statistics.f32(node * 4 + at));
  found.push({ gains: column(0), covers: column(1) });
  const all = <T>(read: (node: number) => T): T[] => Array.from({ length: nodeCount }, (_, node) => read(node));
  return {
    leftChild: all((node) => nodes.i32(node * 5 + 1)),
    rightChild: all((node) => nodes.i32(node * 5 + 2)),
    splitIndex: all((node) => nodes.u32(node * 5 + 3) & 0x7fffffff),
    defaultLeft: all((node) => nodes.u32(node * 5 + 3) >>> 31),
    condition: all((node) => nodes.f32(node * 5 + 4)),
  };
}

function readAttributes(cursor: LegacyCursor): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  const count = cursor.checkCount(cursor.u64(), 16);
  for (let i = 0; i < count; i++) {
    const key = cursor.text();
    attributes.set(key, cursor.text());
  }
  return attributes;
}

function decodePrefix(bytes: Uint8Array): string {
  return decodeText(bytes.subarray(0, 4).map((byte) => byte & 0x7f));
}
