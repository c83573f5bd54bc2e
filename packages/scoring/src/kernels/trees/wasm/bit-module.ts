import { add, subtract } from '../../wasm/add.ts';
import { type Code, type Local, loopUntil, set } from '../../wasm/code.ts';
import { constant } from '../../wasm/constants.ts';
import { type FunctionCode, FunctionWriter, type LocalList } from '../../wasm/function-writer.ts';
import { loadByte, loadF32, loadI32 } from '../../wasm/loads.ts';
import { moduleBytes } from '../../wasm/module-bytes.ts';
import * as Op from '../../wasm/op.ts';
import { clear, storeByte, storeI16 } from '../../wasm/stores.ts';
import { binary, choose, loadLane, loadVector, storeVector, unary, vectorOf } from '../../wasm/vectors.ts';
import { LANES, lanes } from './lanes.ts';

/** Rows that are summed together: the bits of a vector. */
export const GROUP_ROWS = 128;

/** Bytes of a plane: the answers of a group's rows to one comparison, a bit each. */
export const PLANE_BYTES = GROUP_ROWS / 8;

/** Bytes of a column of a group's cells, float32. */
export const COLUMN_BYTES = GROUP_ROWS * 4;

/** Bytes of a move of planes: addresses of a source, of the missing cells' plane and of a target. */
export const MOVE_BYTES = 12;

/** The leaf's number has to fit in a byte. */
export const MAX_DEPTH = 8;

/** Bytes of a tree: i32 byte offset of its output's column of sums, i32 addresses of its planes, f32 leaves. */
export const treeBytes = (depth: number) => 8 * 2 ** depth;

const byteNumbers = Array.from({ length: 16 }, (_, at) => at);
const eight = byteNumbers.slice(0, 8);

/**
 * Trees that are not walked: a comparison (a feature, a threshold) that occurs in many nodes is made once for a group of
 * rows, and its answers are one vector, a bit a row. From the root down such vectors choose between the bits of the left and
 * the right subtree's leaf number; nothing is loaded by an address that came out of data but the leaf itself.
 *
 * A 1 means right: the cell is not below the threshold. NaN, a missing cell, is a 0; `missing` puts that right where
 * missing cells go right. Exports:
 * - `compare(cells, thresholds, thresholdsEnd, planes)`: the planes of a column, one comparison after the other;
 * - `search(cells, table, tableBytes, planes, planesEnd)`: the same by binary search in a table of 2^k - 1 thresholds in
 *   ascending order, filled up with NaN; the 16 bytes before the planes are overwritten. Worth it for many thresholds;
 * - `findMissing(cells, plane)`: which cells are NaN;
 * - `spread(moves, movesEnd)`: for each (source, missing, target) the rows of either plane, to a third;
 * - `sumTrees(tree, treesEnd, sums, leaves)`: adds trees, all of the given depth (nodes and leaves level by level, from left
 *   to right), to columns of sums. `leaves` has room for a byte a row.
 */
export function bitModule(depth: number): Uint8Array {
  return moduleBytes([compare(), search(), findMissing(), spread(), sumTrees(depth)]);
}

/** Sixteen bits from four vectors of masks of 32 bits. */
function bitsOf(mask: (quarter: number) => Code): Code {
  const narrow = binary(Op.i16x8NarrowI32x4);
  const halves = [narrow(mask(0), mask(1)), narrow(mask(2), mask(3))] as const;
  return unary(Op.i8x16Bitmask)(binary(Op.i8x16NarrowI16x8)(...halves));
}

/** One plane, sixteen rows at a time; `answer` gets the byte offset of four cells. */
function fillPlane(plane: Local, answer: (offset: number) => Code): Code {
  return Array.from({ length: PLANE_BYTES / 2 }, (_, part) =>
    storeI16(
      plane,
      bitsOf((quarter) => answer(part * 64 + quarter * 16)),
      part * 2,
    ),
  );
}

function compare(): FunctionCode {
  const f = new FunctionWriter('compare');
  const [cells, threshold, end, plane] = f.params();
  const splat = f.local('v128');
  const body = loopUntil(
    [threshold, end, Op.i32GeU],
    [
      set(splat, loadVector(Op.v128Load32Splat, threshold)),
      fillPlane(plane, (offset) => binary(Op.f32x4Le)(splat, loadVector(Op.v128Load, cells, offset))),
      set(threshold, add(threshold, constant(4))),
      set(plane, add(plane, constant(PLANE_BYTES))),
    ],
  );
  return f.withBody(body);
}

function findMissing(): FunctionCode {
  const f = new FunctionWriter('findMissing');
  const [cells, plane] = f.params();
  const four = f.local('v128');
  const body = fillPlane(plane, (offset) => [
    set(four, loadVector(Op.v128Load, cells, offset)),
    binary(Op.f32x4Ne)(four, four),
  ]);
  return f.withBody(body);
}

/** Marks each row in the plane of the last threshold that is not above its cell; planes then add those of the next ones. */
function search(): FunctionCode {
  const f = new FunctionWriter('search');
  const [cell, table, half, planes, planesEnd] = f.params();
  const [row, size, at] = f.locals('i32');
  const places = f.numbered('i32', LANES);
  const cells = f.numbered('f32', LANES);
  const above = f.local('v128');
  const isNotAbove = (lane: number): Code => [
    loadF32(subtract(add(places[lane], size), constant(4))),
    cells[lane],
    Op.f32Le,
  ];
  // Behind the middle of the table or not: chosen without a branch, by a mask of all bits or none.
  const step = (lane: number): Code =>
    set(places[lane], add(places[lane], [subtract(constant(0), isNotAbove(lane)), size, Op.i32And]));
  // A threshold takes 4 bytes, a plane 16. Rows below all thresholds get into the plane before the first.
  const planeOf = (lane: number): Code =>
    subtract(add(planes, [subtract(places[lane], table), constant(2), Op.i32Shl]), constant(PLANE_BYTES));
  const mark = (lane: number): Code => [
    set(at, add(planeOf(lane), [row, constant(3), Op.i32ShrU])),
    storeByte(at, [loadByte(at), constant(1 << lane), Op.i32Or]),
  ];
  const group: Code = [
    lanes.map((lane) => [set(cells[lane], loadF32(cell, lane * 4)), set(places[lane], table)]),
    set(size, half),
    loopUntil([size, constant(4), Op.i32LtU], [lanes.map(step), set(size, [size, constant(1), Op.i32ShrU])]),
    lanes.map(mark),
    set(cell, add(cell, constant(4 * LANES))),
    set(row, add(row, constant(LANES))),
  ];
  const addNext: Code = [
    set(planesEnd, subtract(planesEnd, constant(PLANE_BYTES))),
    set(above, binary(Op.v128Or)(above, loadVector(Op.v128Load, planesEnd))),
    storeVector(planesEnd, above),
  ];
  return f.withBody([
    clear(subtract(planes, constant(PLANE_BYTES)), add(subtract(planesEnd, planes), constant(PLANE_BYTES))),
    loopUntil([row, constant(GROUP_ROWS), Op.i32GeU], group),
    loopUntil([planes, planesEnd, Op.i32GeU], addNext),
  ]);
}

function spread(): FunctionCode {
  const f = new FunctionWriter('spread');
  const [move, end] = f.params();
  const planeAt = (offset: number) => loadVector(Op.v128Load, loadI32(move, offset));
  const body = loopUntil(
    [move, end, Op.i32GeU],
    [
      storeVector(loadI32(move, 8), binary(Op.v128Or)(planeAt(0), planeAt(4))),
      set(move, add(move, constant(MOVE_BYTES))),
    ],
  );
  return f.withBody(body);
}

function sumTrees(depth: number): FunctionCode {
  const f = new FunctionWriter('sumTrees');
  const [tree, treesEnd, sums, leaves] = f.params();
  const sum = f.local('i32');
  const vectors = f.list('v128');
  const leafOf = (row: number): Code => {
    const number = loadByte(leaves, (row % 8) * PLANE_BYTES + Math.floor(row / 8));
    return add(tree, [number, constant(2), Op.i32Shl]);
  };
  const leafStart = treeBytes(depth) / 2;
  // The numbers are in memory by then, and their vectors free.
  const four = vectors.at(0);
  const addFour = (row: number): Code => [
    set(four, loadVector(Op.v128Load32Splat, leafOf(row), leafStart)),
    [1, 2, 3].map((lane) => set(four, loadLane(leafOf(row + lane), lane, four, leafStart))),
    storeVector(sum, binary(Op.f32x4Add)(loadVector(Op.v128Load, sum, row * 4), four), row * 4),
  ];
  const oneTree: Code = [
    planesOf(0, { tree, height: depth, target: vectors }),
    transpose(vectors, depth),
    eight.map((at) => storeVector(leaves, vectors.at(at), at * PLANE_BYTES)),
    set(sum, add(sums, loadI32(tree))),
    Array.from({ length: GROUP_ROWS / 4 }, (_, at) => addFour(at * 4)),
    set(tree, add(tree, constant(treeBytes(depth)))),
  ];
  return f.withBody(loopUntil([tree, treesEnd, Op.i32GeU], oneTree));
}

/**
 * The bits of the numbers of the leaves below a node: bit `n` in vector `n` of the target. Left subtree before right one, so that
 * few vectors are held at a time.
 */
function planesOf(node: number, { tree, height, target }: { tree: Local; height: number; target: LocalList }): Code {
  const answers = loadVector(Op.v128Load, loadI32(tree, 4 + node * 4));
  if (height === 1) return set(target.at(0), answers);
  const bits = byteNumbers.slice(0, height - 1);
  const right = target.from(bits.length);
  const mask = right.at(bits.length);
  return [
    planesOf(2 * node + 1, { tree, height: height - 1, target }),
    planesOf(2 * node + 2, { tree, height: height - 1, target: right }),
    set(mask, answers),
    bits.map((bit) => set(target.at(bit), choose(right.at(bit), target.at(bit), mask))),
    set(target.at(bits.length), mask),
  ];
}

/**
 * Turns the first `count` vectors, of bits, into eight of bytes: byte `b` of vector `v` has the bits of row 8b + v. Three
 * rounds of swapping a quarter of 8 x 8 bits with the one across (Hacker's Delight, section 7-3), in all blocks at once.
 */
function transpose(vectors: LocalList, count: number): Code {
  const scratch = vectors.at(eight.length);
  const swap = (at: number, distance: number, mask: Code): Code => {
    const [upper, lower] = [vectors.at(at), vectors.at(at + distance)];
    return [
      set(scratch, binary(Op.v128And)(binary(Op.v128Xor)(shift(Op.i64x2ShrU, upper, distance), lower), mask)),
      set(lower, binary(Op.v128Xor)(lower, scratch)),
      set(upper, binary(Op.v128Xor)(upper, shift(Op.i64x2Shl, scratch, distance))),
    ];
  };
  const rounds = [
    { distance: 4, mask: 0x0f },
    { distance: 2, mask: 0x33 },
    { distance: 1, mask: 0x55 },
  ];
  return [
    eight.slice(count).map((at) => set(vectors.at(at), bytesOf(0))),
    rounds.map(({ distance, mask }) =>
      eight.filter((at) => (at & distance) === 0).map((at) => swap(at, distance, bytesOf(mask))),
    ),
  ];
}

const bytesOf = (value: number): Code => vectorOf(byteNumbers.map(() => value));

const shift = (instruction: number, value: Code, bits: number): Code => binary(instruction)(value, constant(bits));
