import {
  add,
  type Code,
  constant,
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

/**
 * The walks as WebAssembly: the same loop as `walkTree`, for `LANES` rows of one tree, or `LANES` trees of one row, in
 * lockstep and without a branch on data. One step of a lane is
 *
 *     node = left(node) + NODE_BYTES * (row[feature(node)] >= threshold(node))
 *
 * since siblings lie side by side. A leaf is its own left child and its threshold is NaN, which nothing reaches: lanes
 * that have arrived stay. Where rows may have missing cells, `missing goes right` is or-ed in.
 *
 * Exports, with and without missing cells:
 * - `sumRows(tree, treesEnd, rows, rowsEnd, rowBytes, sums, sumBytes, leafValues)`: adds the leaves of all trees to the
 *   sums of rows, a multiple of LANES of them.
 * - `findLeaves(tree, treesEnd, row, leafValues, target)`: writes the leaf values of one row, one a tree, a multiple of
 *   LANES of them; the depth of a group stands at its first tree.
 */
export function walkModule(): Uint8Array {
  return moduleBytes([
    sumRows('sumRows', false),
    sumRows('sumRowsMissing', true),
    findLeaves('findLeaves', false),
    findLeaves('findLeavesMissing', true),
  ]);
}

const lanes = Array.from({ length: LANES }, (_, lane) => lane);

/** One step of a lane; `x` is an f32 local to keep the cell in. */
function step(node: number, row: Code, x: number, hasMissing: boolean): Code {
  const cell = loadF32(add(row, loadI32(get(node), 4)));
  const reaches: Code = [hasMissing ? [cell, Op.localTee, x] : cell, loadF32(get(node)), Op.f32Ge];
  const isMissing: Code = [get(x), get(x), Op.f32Ne];
  const goesRight: Code = hasMissing ? [reaches, isMissing, loadI32(get(node), 12), Op.i32And, Op.i32Or] : reaches;
  return set(node, add(loadI32(get(node), 8), [goesRight, constant(4), Op.i32Shl]));
}

/** Counts `depth` down to 0, stepping all lanes each time. */
function descend(depth: number, steps: Code): Code {
  return until([get(depth), Op.i32Eqz], [steps, set(depth, [get(depth), constant(1), Op.i32Sub])]);
}

/** Leaf values lie four bytes apart where nodes lie sixteen. */
function leafValue(leafValues: number, node: number): Code {
  return loadF32(add(get(leafValues), [get(node), constant(2), Op.i32ShrU]));
}

function sumRows(name: string, hasMissing: boolean): FunctionCode {
  const [tree, treesEnd, rows, rowsEnd, rowBytes, sums, sumBytes, leafValues] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
  const [row, sum, depth] = [8, 9, 10] as const;
  const node = (lane: number) => 11 + lane;
  const rowOf = (lane: number) => 11 + LANES + lane;
  const x = 11 + 2 * LANES;
  const firstRow: Code = lanes.map((lane) =>
    set(rowOf(lane), lane === 0 ? get(row) : add(get(rowOf(lane - 1)), get(rowBytes))),
  );
  const addLeaves: Code = lanes.map((lane) => [
    storeF32(get(sum), [loadF32(get(sum)), leafValue(leafValues, node(lane)), Op.f32Add]),
    set(sum, add(get(sum), get(sumBytes))),
  ]);
  const group: Code = [
    firstRow,
    lanes.map((lane) => set(node(lane), loadI32(get(tree)))),
    set(depth, loadI32(get(tree), 4)),
    descend(
      depth,
      lanes.map((lane) => step(node(lane), get(rowOf(lane)), x, hasMissing)),
    ),
    addLeaves,
    set(row, add(get(rowOf(LANES - 1)), get(rowBytes))),
  ];
  const oneTree: Code = [
    set(row, get(rows)),
    set(sum, add(get(sums), loadI32(get(tree), 8))),
    until([get(row), get(rowsEnd), Op.i32GeU], group),
    set(tree, add(get(tree), constant(TREE_BYTES))),
  ];
  const body = until([get(tree), get(treesEnd), Op.i32GeU], oneTree);
  return { name, parameters: 8, i32Locals: 3 + 2 * LANES, f32Locals: 1, body };
}

function findLeaves(name: string, hasMissing: boolean): FunctionCode {
  const [tree, treesEnd, row, leafValues, target] = [0, 1, 2, 3, 4] as const;
  const depth = 5;
  const node = (lane: number) => 6 + lane;
  const x = 6 + LANES;
  const group: Code = [
    set(depth, loadI32(get(tree), 4)),
    lanes.map((lane) => set(node(lane), loadI32(get(tree), lane * TREE_BYTES))),
    descend(
      depth,
      lanes.map((lane) => step(node(lane), get(row), x, hasMissing)),
    ),
    lanes.map((lane) => storeF32(get(target), leafValue(leafValues, node(lane)), lane * 4)),
    set(target, add(get(target), constant(4 * LANES))),
    lanes.map(() => set(tree, add(get(tree), constant(TREE_BYTES)))),
  ];
  return {
    name,
    parameters: 5,
    i32Locals: 1 + LANES,
    f32Locals: 1,
    body: until([get(tree), get(treesEnd), Op.i32GeU], group),
  };
}
