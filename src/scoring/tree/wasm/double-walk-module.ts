import {
  add,
  type Code,
  constant,
  type FunctionCode,
  get,
  loadF64,
  loadI32,
  moduleBytes,
  Op,
  set,
  storeI32,
  truncateF64,
  until,
} from '../../math/wasm/wasm-writer.ts';

/** Walks that go on at the same time. */
export const LANES = 8;

/**
 * Bytes of a node: f64 threshold, i32 byte offset of its column in a row, i32 address of the left child. The last bit of the
 * address is 1 where missing goes right.
 */
export const NODE_BYTES = 16;

/** What a walk has to reckon with. */
export interface DoubleWalkKind {
  readonly hasMissing: boolean;
  /** Some splits are by category; such rows may have missing cells too. */
  readonly hasCategories: boolean;
}

/**
 * Walks of trees that compare doubles, in lockstep as in `walkModule`: right where the cell is above the threshold. A leaf is
 * its own left child and has the threshold NaN. Trees may be deep on one side only, so lanes go on until none of them moves.
 *
 * Where there are categories, each node has a set at the address in the table `sets` (a count of words, the words of bits, a
 * word of zeros): cells in the set go right, so that who writes the nodes swaps the children of such splits.
 *
 * Exports, with and without missing cells (`doubleWalkName`), for trees with or without categories; they write numbers of leaves, which the table `numbers` has by node:
 * - `rows(roots, rootsEnd, rows, rowsEnd, rowBytes, target, numbers, sets)`: of each tree for all rows, a multiple of LANES;
 * - `trees(roots, rootsEnd, row, target, numbers, sets)`: of each tree, a multiple of LANES, for one row.
 */
export function doubleWalkModule(hasCategories: boolean): Uint8Array {
  const kinds = [false, true].map((hasMissing): DoubleWalkKind => ({ hasMissing, hasCategories }));
  // Rows are taken to have missing cells where there are categories.
  const needed = hasCategories ? kinds.slice(1) : kinds;
  return moduleBytes(needed.flatMap((kind) => [walkRows(kind), walkTrees(kind)]));
}

export function doubleWalkName(name: 'rows' | 'trees', { hasMissing, hasCategories }: DoubleWalkKind): string {
  return `${name}${hasCategories ? 'Categories' : hasMissing ? 'Missing' : ''}`;
}

const lanes = Array.from({ length: LANES }, (_, lane) => lane);

/** Locals that a step works in: i32s but for the cell, an f64. */
interface Scratch {
  readonly left: number;
  readonly next: number;
  readonly moved: number;
  readonly set: number;
  readonly word: number;
  readonly code: number;
  readonly x: number;
}

const scratchFrom = (first: number, x: number): Scratch => ({
  left: first,
  next: first + 1,
  moved: first + 2,
  set: first + 3,
  word: first + 4,
  code: first + 5,
  x,
});

/** The next node of a lane. */
function next(
  node: number,
  row: Code,
  sets: number,
  scratch: Scratch,
  { hasMissing, hasCategories }: DoubleWalkKind,
): Code {
  const { left, x } = scratch;
  const isAbove: Code = [
    set(x, loadF64(add(row, loadI32(get(node), 8)))),
    set(left, loadI32(get(node), 12)),
    [get(x), loadF64(get(node)), Op.f64Gt],
  ];
  const isMissingRight: Code = [get(x), get(x), Op.f64Ne, get(left), Op.i32And];
  const isRight: Code = hasMissing ? [isAbove, isMissingRight, Op.i32Or] : isAbove;
  const goesRight: Code = hasCategories ? [isRight, isInSet(node, sets, scratch), Op.i32Or] : isRight;
  return add([goesRight, constant(4), Op.i32Shl], [get(left), Op.i32Const, 0x70, Op.i32And]);
}

/** 1 where the cell in `x` is a code of the node's set. Codes below 0 count as too large, as unsigned numbers do. */
function isInSet(node: number, sets: number, { x, set: local, word, code }: Scratch): Code {
  return [
    set(local, loadI32(add(get(sets), quarter(node)))),
    set(code, truncateF64(get(x))),
    set(word, [get(code), constant(5), Op.i32ShrU]),
    set(word, [get(word), loadI32(get(local)), [get(word), loadI32(get(local)), Op.i32LtU], Op.select]),
    loadI32(add(get(local), [get(word), constant(2), Op.i32Shl]), 4),
    [get(code), Op.i32ShrU, constant(1), Op.i32And],
    [get(x), get(x), Op.f64Eq, Op.i32And],
  ];
}

function quarter(node: number): Code {
  return [get(node), constant(2), Op.i32ShrU];
}

/** All lanes go on, two steps at a time, until the second moves none of them. */
function descend(node: (lane: number) => number, nextOf: (lane: number) => Code, { next: to, moved }: Scratch): Code {
  const step: Code = lanes.map((lane) => set(node(lane), nextOf(lane)));
  const watchedStep: Code = lanes.map((lane) => [
    set(to, nextOf(lane)),
    set(moved, [get(moved), [get(to), get(node(lane)), Op.i32Xor], Op.i32Or]),
    set(node(lane), get(to)),
  ]);
  return [set(moved, constant(1)), until([get(moved), Op.i32Eqz], [set(moved, constant(0)), step, watchedStep])];
}

function walkRows(kind: DoubleWalkKind): FunctionCode {
  const [root, rootsEnd, rows, rowsEnd, rowBytes, target, numbers, sets, row] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
  const x = 15 + 2 * LANES;
  const scratch = scratchFrom(9, x);
  const node = (lane: number) => 15 + lane;
  const rowOf = (lane: number) => 15 + LANES + lane;
  const group: Code = [
    lanes.map((lane) => set(rowOf(lane), lane === 0 ? get(row) : add(get(rowOf(lane - 1)), get(rowBytes)))),
    lanes.map((lane) => set(node(lane), loadI32(get(root)))),
    descend(node, (lane) => next(node(lane), get(rowOf(lane)), sets, scratch, kind), scratch),
    lanes.map((lane) => storeI32(get(target), loadI32(add(get(numbers), quarter(node(lane)))), lane * 4)),
    set(target, add(get(target), constant(4 * LANES))),
    set(row, add(get(rowOf(LANES - 1)), get(rowBytes))),
  ];
  const oneTree: Code = [
    set(row, get(rows)),
    until([get(row), get(rowsEnd), Op.i32GeU], group),
    set(root, add(get(root), constant(4))),
  ];
  const body = until([get(root), get(rootsEnd), Op.i32GeU], oneTree);
  return { name: doubleWalkName('rows', kind), parameters: 8, i32Locals: 7 + 2 * LANES, f64Locals: 1, body };
}

function walkTrees(kind: DoubleWalkKind): FunctionCode {
  const [root, rootsEnd, row, target, numbers, sets] = [0, 1, 2, 3, 4, 5] as const;
  const scratch = scratchFrom(6, 12 + LANES);
  const node = (lane: number) => 12 + lane;
  const group: Code = [
    lanes.map((lane) => set(node(lane), loadI32(get(root), lane * 4))),
    descend(node, (lane) => next(node(lane), get(row), sets, scratch, kind), scratch),
    lanes.map((lane) => storeI32(get(target), loadI32(add(get(numbers), quarter(node(lane)))), lane * 4)),
    set(target, add(get(target), constant(4 * LANES))),
    set(root, add(get(root), constant(4 * LANES))),
  ];
  const body = until([get(root), get(rootsEnd), Op.i32GeU], group);
  return { name: doubleWalkName('trees', kind), parameters: 6, i32Locals: 6 + LANES, f64Locals: 1, body };
}
