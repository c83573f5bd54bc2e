import {
  add,
  type Code,
  constant,
  floorF32,
  type FunctionCode,
  get,
  loadF32,
  loadI32,
  moduleBytes,
  Op,
  set,
  storeF32,
  until,
} from '../../math/wasm/wasm-writer.ts';

/** Walks that go on at the same time: they do not wait for each other's loads. */
export const LANES = 8;

/** Bytes of a node: f32 threshold, i32 byte offset of its feature in a row, i32 address of the left child, i32 1 if missing goes right. */
export const NODE_BYTES = 16;

/** Bytes of an entry of the tree table: i32 address of the root, i32 depth, i32 byte offset of its output. */
export const TREE_BYTES = 12;

/** What a walk has to reckon with. */
export interface WalkKind {
  /** Rows may have missing cells. */
  readonly hasMissing: boolean;
  /** Some splits are by category; such rows may have missing cells too. */
  readonly hasCategories: boolean;
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
 * Where there are categories, each node has a set besides, at the address in the table `sets`: a count of words, so many
 * words of bits, and a word of zeros for all codes beyond. Whether the cell's bit is set is or-ed in too: splits by
 * category have the threshold NaN, all other nodes an empty set.
 *
 * Exports, with and without missing cells (`walkName`), for ensembles of one kind:
 * - `sumRows(tree, treesEnd, rows, rowsEnd, rowBytes, sums, sumBytes, leafValues, sets)`: adds the leaves of all trees to
 *   the sums of rows, a multiple of LANES of them.
 * - `findLeaves(tree, treesEnd, row, leafValues, target, sets)`: writes the leaf values of one row, one a tree, a multiple of
 *   LANES of them; the depth of a group stands at its first tree.
 */
export function walkModule(splits: Omit<WalkKind, 'hasMissing'>): Uint8Array {
  const kinds = [false, true].map((hasMissing): WalkKind => ({ ...splits, hasMissing }));
  // Rows are taken to have missing cells where there are categories.
  const needed = splits.hasCategories ? kinds.slice(1) : kinds;
  return moduleBytes([...needed.map(sumRows), ...needed.map(findLeaves)]);
}

/** Name of the export for a kind of walk. */
export function walkName(name: 'sumRows' | 'findLeaves', { hasMissing, hasCategories }: WalkKind): string {
  const splits = hasCategories ? 'Categories' : hasMissing ? 'Missing' : '';
  return `${name}${splits}`;
}

const lanes = Array.from({ length: LANES }, (_, lane) => lane);

/** Locals that a step works in: an f32 for the cell, i32s for the set, the place of a word in it and the code. */
interface Scratch {
  readonly x: number;
  readonly set: number;
  readonly word: number;
  readonly code: number;
}

/** One step of a lane. */
function step(node: number, row: Code, sets: number, scratch: Scratch, { hasMissing, hasCategories }: WalkKind): Code {
  const { x } = scratch;
  const cell = loadF32(add(row, loadI32(get(node), 4)));
  const reaches: Code = [hasMissing ? [cell, Op.localTee, x] : cell, loadF32(get(node)), Op.f32Ge];
  const isMissing: Code = [get(x), get(x), Op.f32Ne];
  const isRight: Code = hasMissing ? [reaches, isMissing, loadI32(get(node), 12), Op.i32And, Op.i32Or] : reaches;
  const goesRight: Code = hasCategories ? [isRight, isInSet(node, sets, scratch), Op.i32Or] : isRight;
  return set(node, add(loadI32(get(node), 8), [goesRight, constant(4), Op.i32Shl]));
}

/** 1 where the cell in `x` is a code of the node's set. Codes below 0 count as too large, as unsigned numbers do. */
function isInSet(node: number, sets: number, { x, set: local, word, code }: Scratch): Code {
  const size = loadI32(get(local));
  return [
    set(local, loadI32(add(get(sets), quarter(node)))),
    set(code, floorF32(get(x))),
    set(word, [get(code), constant(5), Op.i32ShrU]),
    // The word of zeros stands behind the last one.
    set(word, [get(word), size, [get(word), size, Op.i32LtU], Op.select]),
    loadI32(add(get(local), [get(word), constant(2), Op.i32Shl]), 4),
    [get(code), Op.i32ShrU, constant(1), Op.i32And],
    [get(x), get(x), Op.f32Eq, Op.i32And],
  ];
}

/** Counts `depth` down to 0, stepping all lanes each time. */
function descend(depth: number, steps: Code): Code {
  return until([get(depth), Op.i32Eqz], [steps, set(depth, [get(depth), constant(1), Op.i32Sub])]);
}

/** What belongs to a node in a table of four bytes each, where nodes lie sixteen apart. */
function quarter(node: number): Code {
  return [get(node), constant(2), Op.i32ShrU];
}

function leafValue(leafValues: number, node: number): Code {
  return loadF32(add(get(leafValues), quarter(node)));
}

function sumRows(kind: WalkKind): FunctionCode {
  const [tree, treesEnd, rows, rowsEnd, rowBytes, sums, sumBytes, leafValues, sets] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8,
  ] as const;
  const [row, sum, depth, vector, sumEnd] = [9, 10, 11, 12, 13] as const;
  const scratch: Scratch = { set: 14, word: 15, code: 16, x: 17 + 2 * LANES };
  const node = (lane: number) => 17 + lane;
  const rowOf = (lane: number) => 17 + LANES + lane;
  const firstRow: Code = lanes.map((lane) =>
    set(rowOf(lane), lane === 0 ? get(row) : add(get(rowOf(lane - 1)), get(rowBytes))),
  );
  const addTo = (value: Code): Code => storeF32(get(sum), [loadF32(get(sum)), value, Op.f32Add]);
  const addVector = (lane: number): Code => [
    set(vector, loadI32(add(get(leafValues), quarter(node(lane))))),
    set(sumEnd, add(get(sum), get(sumBytes))),
    until(
      [get(sum), get(sumEnd), Op.i32GeU],
      [addTo(loadF32(get(vector))), set(vector, add(get(vector), constant(4))), set(sum, add(get(sum), constant(4)))],
    ),
  ];
  const addLeaf = (lane: number): Code => [
    addTo(leafValue(leafValues, node(lane))),
    set(sum, add(get(sum), get(sumBytes))),
  ];
  const group: Code = [
    firstRow,
    lanes.map((lane) => set(node(lane), loadI32(get(tree)))),
    set(depth, loadI32(get(tree), 4)),
    descend(
      depth,
      lanes.map((lane) => step(node(lane), get(rowOf(lane)), sets, scratch, kind)),
    ),
    lanes.map(kind.hasVectors ? addVector : addLeaf),
    set(row, add(get(rowOf(LANES - 1)), get(rowBytes))),
  ];
  const oneTree: Code = [
    set(row, get(rows)),
    set(sum, add(get(sums), loadI32(get(tree), 8))),
    until([get(row), get(rowsEnd), Op.i32GeU], group),
    set(tree, add(get(tree), constant(TREE_BYTES))),
  ];
  const body = until([get(tree), get(treesEnd), Op.i32GeU], oneTree);
  return { name: walkName('sumRows', kind), parameters: 9, i32Locals: 8 + 2 * LANES, f32Locals: 1, body };
}

function findLeaves(kind: WalkKind): FunctionCode {
  const [tree, treesEnd, row, leafValues, target, sets] = [0, 1, 2, 3, 4, 5] as const;
  const depth = 6;
  const scratch: Scratch = { set: 7, word: 8, code: 9, x: 10 + LANES };
  const node = (lane: number) => 10 + lane;
  const group: Code = [
    set(depth, loadI32(get(tree), 4)),
    lanes.map((lane) => set(node(lane), loadI32(get(tree), lane * TREE_BYTES))),
    descend(
      depth,
      lanes.map((lane) => step(node(lane), get(row), sets, scratch, kind)),
    ),
    lanes.map((lane) => storeF32(get(target), leafValue(leafValues, node(lane)), lane * 4)),
    set(target, add(get(target), constant(4 * LANES))),
    lanes.map(() => set(tree, add(get(tree), constant(TREE_BYTES)))),
  ];
  const body = until([get(tree), get(treesEnd), Op.i32GeU], group);
  return { name: walkName('findLeaves', kind), parameters: 6, i32Locals: 4 + LANES, f32Locals: 1, body };
}
