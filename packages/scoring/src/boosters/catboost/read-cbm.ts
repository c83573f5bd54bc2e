import { ScoringError } from '../../scoring-error.ts';
import { defined } from '../../util/defined.ts';
import { badModel } from './bad-model.ts';
import { FeatureSplits, type Features } from './feature-splits.ts';
import { FlatTable } from './flat-table.ts';
import type { ObliviousTree, TreeNode } from './oblivious-tree.ts';
import {
  type CatboostBooster,
  classBorderOf,
  classNamesOf,
  classTypeOf,
  lossFunctionOf,
} from './read-catboost-json.ts';
import { readCbmStatistics, readStatisticTables } from './read-cbm-statistics.ts';
import { listNames, usedNames } from './used-names.ts';

/** Fields of `TModelCore`, `TModelTrees` and the features, by their place in the schema. */
const CORE = { trees: 1, info: 2 };
const TREES = {
  dimension: 0,
  splits: 1,
  sizes: 2,
  categorical: 4,
  floats: 5,
  oneHots: 6,
  statistics: 7,
  leafValues: 8,
  steps: 10,
  leafOfNode: 11,
  texts: 12,
  estimated: 13,
  scale: 14,
  bias: 15,
  biases: 16,
};
const AS_TRUE = 2;
const MAX_OUTPUTS = 65_536;
const MAX_DEPTH = 512;

/**
 * Reads CatBoost's binary format (`cbm`): float and categorical features, symmetric trees or not.
 * Throws `ScoringError`: `unsupported_model` for text and embedding features, `bad_model` for a damaged file.
 * Source: `catboost/libs/model/flatbuffers/*.fbs` and `model.cpp` of CatBoost 1.2.
 */
export function readCbm(bytes: Uint8Array): CatboostBooster {
  const size = bytes.length < 8 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  if (size === 0 || size + 8 > bytes.length) throw badModel('(cbm) is cut off');
  const core = FlatTable.root(bytes.slice(8, 8 + size));
  const trees = core.table(CORE.trees);
  if (trees === undefined) throw badModel('(cbm) has no trees');
  if (trees.tables(TREES.texts).length > 0 || trees.tables(TREES.estimated).length > 0) {
    throw new ScoringError(
      'unsupported_model',
      'CatBoost models with text or embedding features are not read natively.',
    );
  }
  const outputCount = trees.int(TREES.dimension, 1);
  if (!(outputCount >= 1 && outputCount <= MAX_OUTPUTS)) throw badModel(`claims ${outputCount} outputs`);
  const features = readFeatures(trees, bytes.subarray(8 + size), bytes.length);
  const splits = new FeatureSplits(features);
  const biases = trees.doubles(TREES.biases);
  const bias = biases.length > 0 ? biases : Array.from({ length: outputCount }, () => trees.double(TREES.bias, 0));
  const names = readNames(trees);
  const info = new Map(core.tables(CORE.info).map((item) => [item.text(0), item.text(1)]));
  return {
    lossFunction: lossFunctionOf({ params: info.get('params') }),
    classNames: classNamesOf({ class_params: info.get('class_params') }),
    classBorder: classBorderOf({ binclass_probability_threshold: info.get('binclass_probability_threshold') }),
    classType: classTypeOf({ class_params: info.get('class_params') }),
    featureCount: features.featureCount,
    columnNames: usedNames(features, names),
    trainedNames: listNames(names, features.featureCount),
    categoricalColumns: trees.tables(TREES.categorical).map((feature) => feature.int(1, -1)),
    derived: splits.derived,
    outputCount,
    trees:
      trees.structs(TREES.steps, 4).length > 0
        ? readOthers(trees, splits, outputCount)
        : readOblivious(trees, splits, outputCount),
    scale: trees.double(TREES.scale, 1),
    bias,
  };
}

function readFeatures(trees: FlatTable, parts: Uint8Array, fileBytes: number): Features {
  const categorical = trees.tables(TREES.categorical);
  const columns = categorical.map((feature) => feature.int(1, -1));
  const floats = trees.tables(TREES.floats).map((feature) => ({
    column: feature.int(2, -1),
    borders: feature.floats(3),
    isMissingAbove: feature.byte(5) === AS_TRUE,
  }));
  const columnOf = (index: number) => {
    const place = categorical.findIndex((feature) => feature.int(0, -1) === index);
    if (place < 0) throw badModel(`has no categorical feature ${index}`);
    return defined(columns[place]);
  };
  const statistics = trees.tables(TREES.statistics);
  const tables = statistics.length === 0 ? new Map() : readStatisticTables(parts);
  const all = [...columns, ...floats.map(({ column }) => column)];
  // Every feature is in the file, used or not: there are no more columns than bytes.
  if (all.some((column) => !(column >= 0 && column < fileBytes))) throw badModel('has a feature without a column');
  return {
    featureCount: all.reduce((most, column) => Math.max(most, column + 1), 0),
    floats,
    oneHots: trees
      .tables(TREES.oneHots)
      .map((feature) => ({ column: columnOf(feature.int(0, -1)), hashes: feature.ints(1) })),
    statistics: readCbmStatistics(statistics, tables, { columnOf, floats }),
  };
}

function readNames(trees: FlatTable): Map<number, string> {
  const floats = trees.tables(TREES.floats).map((feature): [number, string] => [feature.int(2, -1), feature.text(4)]);
  return new Map([
    ...floats,
    ...trees.tables(TREES.categorical).map((feature): [number, string] => [feature.int(1, -1), feature.text(2)]),
  ]);
}

function readOblivious(trees: FlatTable, splits: FeatureSplits, outputCount: number): ObliviousTree[] {
  const numbers = trees.ints(TREES.splits);
  const values = trees.doubles(TREES.leafValues);
  let split = 0;
  let leaf = 0;
  const read = trees.ints(TREES.sizes).map((size) => {
    if (!(size >= 0 && size <= 30)) throw badModel(`has a tree of ${size} splits`);
    const leafValues = values.slice(leaf, leaf + 2 ** size * outputCount);
    if (leafValues.length !== 2 ** size * outputCount) throw badModel('has fewer leaf values than its trees need');
    const own = numbers.slice(split, split + size).map((number) => splits.at(number));
    if (own.length !== size) throw badModel('has fewer splits than its trees need');
    split += size;
    leaf += leafValues.length;
    return { splits: own, leafValues };
  });
  return read;
}

/** Each node has two steps ahead; a step of 0 on the side that is taken ends at the node's leaf. */
function readOthers(trees: FlatTable, splits: FeatureSplits, outputCount: number): TreeNode[] {
  const numbers = trees.ints(TREES.splits);
  const steps = trees.structs(TREES.steps, 4);
  const leaves = trees.ints(TREES.leafOfNode);
  const values = trees.doubles(TREES.leafValues);
  if (steps.length !== numbers.length || leaves.length !== numbers.length) throw badModel('has nodes without splits');
  const leafOf = (node: number): TreeNode => {
    const start = defined(leaves[node]) >>> 0;
    if (start + outputCount > values.length) throw badModel(`has no leaf ${start}`);
    return { values: values.slice(start, start + outputCount) };
  };
  // Steps lead ahead only, so every path ends; but many nodes could lead to one: reached twice, a tree is refused.
  const reached = new Uint8Array(numbers.length);
  const nodeAt = (node: number, depth: number): TreeNode => {
    if (depth > MAX_DEPTH) throw badModel(`has a tree deeper than ${MAX_DEPTH}`);
    if (node >= numbers.length || reached[node] === 1)
      throw badModel(`has a node ${node} that is outside or reached twice`);
    reached[node] = 1;
    const step = defined(steps[node]);
    const [left, right] = [step.getUint16(0, true), step.getUint16(2, true)];
    if (left === 0 && right === 0) return leafOf(node);
    const side = (ahead: number) => (ahead === 0 ? leafOf(node) : nodeAt(node + ahead, depth + 1));
    return { split: splits.at(defined(numbers[node])), left: side(left), right: side(right) };
  };
  let first = 0;
  return trees.ints(TREES.sizes).map((size) => {
    const root = nodeAt(first, 0);
    first += size;
    return root;
  });
}
