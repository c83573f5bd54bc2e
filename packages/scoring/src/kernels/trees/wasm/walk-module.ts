import { add, subtract } from '../../wasm/add.ts';
import { type Code, type Local, loopUntil, set, tee } from '../../wasm/code.ts';
import { constant } from '../../wasm/constants.ts';
import { floorF32 } from '../../wasm/floor.ts';
import { type FunctionCode, FunctionWriter } from '../../wasm/function-writer.ts';
import { loadF32, loadI32 } from '../../wasm/loads.ts';
import { moduleBytes } from '../../wasm/module-bytes.ts';
import * as Op from '../../wasm/op.ts';
import { storeF32 } from '../../wasm/stores.ts';
import { type CellKind, cellKinds, exportName, type Suffix } from './cell-kind.ts';
import { declareSetScratch, isInSet, quarter, type SetScratch } from './is-in-set.ts';
import { LANES, lanes } from './lanes.ts';

/** Bytes of a node: f32 threshold, i32 byte offset of its feature in a row, i32 address of the left child, i32 1 if missing goes right. */
export const NODE_BYTES = 16;

/** Bytes of an entry of the tree table: i32 address of the root, i32 depth, i32 byte offset of its output. */
export const TREE_BYTES = 12;

/** What a walk has to reckon with. */
interface WalkKind extends CellKind {
  /** A leaf is the address of a vector of values, one for each output. */
  readonly hasVectors: boolean;
}

/**
 * The walks as WebAssembly: the same loop as `walkTree`, for `LANES` rows of one tree, or `LANES` trees of one row, in
 * lockstep and without a branch on data. One step of a lane is
 *
 *     node = left(node) + NODE_BYTES * (row[feature(node)] >= threshold(node))
 *
 * since siblings lie side by side. A leaf is its own left child and its threshold is NaN, which nothing reaches: lanes
 * that have arrived stay. Where rows may have missing cells, `missing goes right` is or-ed in.
 *
 * Where there are categories, each node has a set besides, at the address in the table `sets`: a count of words, this many
 * words of bits, and a word of zeros for all codes beyond. Whether the cell's bit is set is or-ed in too: splits by
 * category have the threshold NaN, all other nodes an empty set.
 *
 * Exports, with and without missing cells (`exportName`), for ensembles of one kind:
 * - `sumRows(tree, treesEnd, rows, rowsEnd, rowBytes, sums, sumBytes, leafValues, sets)`: adds the leaves of all trees to
 *   the sums of rows, a multiple of LANES of them.
 * - `findLeaves(tree, treesEnd, row, leafValues, target, sets)`: writes the leaf values of one row, one a tree, a multiple of
 *   LANES of them; the depth of a group stands at its first tree.
 */
export function walkModule(splits: Omit<WalkKind, 'hasMissing'>): Uint8Array {
  const kinds = cellKinds(splits.hasCategories).map((kind): WalkKind => ({ ...kind, hasVectors: splits.hasVectors }));
  return moduleBytes([...kinds.map(sumRows), ...kinds.map(findLeaves)]);
}

type SumRows = (
  tree: number,
  treesEnd: number,
  rows: number,
  rowsEnd: number,
  rowBytes: number,
  sums: number,
  sumBytes: number,
  leafValues: number,
  sets: number,
) => void;
type FindLeaves = (
  tree: number,
  treesEnd: number,
  row: number,
  leafValues: number,
  target: number,
  sets: number,
) => void;

/** The exports of `walkModule`: of these, those for its kind of splits. */
export type WalkFunctions = Readonly<Record<`sumRows${Suffix}`, SumRows> & Record<`findLeaves${Suffix}`, FindLeaves>>;

/** What the steps of all lanes share. */
interface Walk {
  readonly kind: WalkKind;
  /** Address of the table of sets. */
  readonly sets: Local;
  readonly scratch: SetScratch;
  /** The cell, an f32. */
  readonly x: Local;
}

/** One step of a lane. */
function step(node: Local, row: Code, { kind, sets, scratch, x }: Walk): Code {
  const cell = loadF32(add(row, loadI32(node, 4)));
  const reaches: Code = [kind.hasMissing ? tee(x, cell) : cell, loadF32(node), Op.f32Ge];
  const isMissing: Code = [x, x, Op.f32Ne];
  const isRight: Code = kind.hasMissing ? [reaches, isMissing, loadI32(node, 12), Op.i32And, Op.i32Or] : reaches;
  const isMember = isInSet(node, sets, scratch, { code: floorF32(x), isNumber: [x, x, Op.f32Eq] });
  const goesRight: Code = kind.hasCategories ? [isRight, isMember, Op.i32Or] : isRight;
  return set(node, add(loadI32(node, 8), [goesRight, constant(4), Op.i32Shl]));
}

/** Counts `depth` down to 0, stepping all lanes each time. */
function descend(depth: Local, steps: Code): Code {
  return loopUntil([depth, Op.i32Eqz], [steps, set(depth, subtract(depth, constant(1)))]);
}

function leafValue(leafValues: Local, node: Local): Code {
  return loadF32(add(leafValues, quarter(node)));
}

function sumRows(kind: WalkKind): FunctionCode {
  const f = new FunctionWriter(exportName('sumRows', kind));
  const [tree, treesEnd] = f.params();
  const [rows, rowsEnd, rowBytes] = f.params();
  const [sums, sumBytes, leafValues, sets] = f.params();
  const [row, sum, depth, vector, sumEnd] = f.locals('i32');
  const scratch = declareSetScratch(f);
  const nodes = f.numbered('i32', LANES);
  const rowOf = f.numbered('i32', LANES);
  const walk: Walk = { kind, sets, scratch, x: f.local('f32') };
  const addTo = (value: Code): Code => storeF32(sum, [loadF32(sum), value, Op.f32Add]);
  const addVector = (node: Local): Code => [
    set(vector, loadI32(add(leafValues, quarter(node)))),
    set(sumEnd, add(sum, sumBytes)),
    loopUntil(
      [sum, sumEnd, Op.i32GeU],
      [addTo(loadF32(vector)), set(vector, add(vector, constant(4))), set(sum, add(sum, constant(4)))],
    ),
  ];
  const addLeaf = (node: Local): Code => [addTo(leafValue(leafValues, node)), set(sum, add(sum, sumBytes))];
  const group: Code = [
    lanes.map((lane) => set(rowOf[lane], lane === 0 ? row : add(rowOf[lane - 1], rowBytes))),
    nodes.map((node) => set(node, loadI32(tree))),
    set(depth, loadI32(tree, 4)),
    descend(
      depth,
      lanes.map((lane) => step(nodes[lane], rowOf[lane], walk)),
    ),
    nodes.map(kind.hasVectors ? addVector : addLeaf),
    set(row, add(rowOf[LANES - 1], rowBytes)),
  ];
  const oneTree: Code = [
    set(row, rows),
    set(sum, add(sums, loadI32(tree, 8))),
    loopUntil([row, rowsEnd, Op.i32GeU], group),
    set(tree, add(tree, constant(TREE_BYTES))),
  ];
  return f.withBody(loopUntil([tree, treesEnd, Op.i32GeU], oneTree));
}

function findLeaves(kind: WalkKind): FunctionCode {
  const f = new FunctionWriter(exportName('findLeaves', kind));
  const [tree, treesEnd, row] = f.params();
  const [leafValues, target, sets] = f.params();
  const depth = f.local('i32');
  const scratch = declareSetScratch(f);
  const nodes = f.numbered('i32', LANES);
  const walk: Walk = { kind, sets, scratch, x: f.local('f32') };
  const group: Code = [
    set(depth, loadI32(tree, 4)),
    nodes.map((node, lane) => set(node, loadI32(tree, lane * TREE_BYTES))),
    descend(
      depth,
      nodes.map((node) => step(node, row, walk)),
    ),
    nodes.map((node, lane) => storeF32(target, leafValue(leafValues, node), lane * 4)),
    set(target, add(target, constant(4 * LANES))),
    lanes.map(() => set(tree, add(tree, constant(TREE_BYTES)))),
  ];
  return f.withBody(loopUntil([tree, treesEnd, Op.i32GeU], group));
}
