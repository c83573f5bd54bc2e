import {
  add,
  binary,
  choose,
  clear,
  type Code,
  constant,
  type FunctionCode,
  get,
  loadByte,
  loadF32,
  loadI32,
  loadLane,
  loadVector,
  moduleBytes,
  Op,
  set,
  storeByte,
  storeI16,
  storeVector,
  unary,
  until,
  vectorOf,
} from '../../math/wasm/wasm-writer.ts';

/** Rows that are summed together: the bits of a vector. */
export const GROUP_ROWS = 128;

/** Bytes of a plane: the answers of a group's rows to one comparison, a bit each. */
export const PLANE_BYTES = GROUP_ROWS / 8;

/** Bytes of a column of a group's cells, float32. */
export const COLUMN_BYTES = GROUP_ROWS * 4;

/** Bytes of a move of planes: addresses of a source, of the missing cells' plane and of a target. */
export const MOVE_BYTES = 12;

/** Rows whose places are searched in lockstep. */
const LANES = 8;

/** The leaf's number has to fit in a byte. */
export const MAX_DEPTH = 8;

/** Bytes of a tree: i32 byte offset of its output's column of sums, i32 addresses of its planes, f32 leaves. */
export const treeBytes = (depth: number) => 8 * 2 ** depth;

const byteNumbers = Array.from({ length: 16 }, (_, at) => at);
const lanes = Array.from({ length: LANES }, (_, lane) => lane);

/**
 * Trees that are not walked: a comparison (a feature, a threshold) that occurs in many nodes is made once for a group of
 * rows, and its answers are one vector, a bit a row. From the root down such vectors choose between the bits of the left and
 * the right subtree's leaf number; nothing is loaded by an address that came out of data but the leaf itself.
 *
 * A 1 means right: the cell is not below the threshold. NaN, a missing cell, is a 0; `missing` puts that right where
 * missing cells go right. Exports:
 * - `compare(cells, thresholds, thresholdsEnd, planes)`: the planes of a column, one comparison after the other;
 * - `search(cells, table, tableBytes, planes, planesEnd)`: the same by binary search in a table of 2^k - 1 thresholds in
 *   ascending order, filled up with NaN; the 16 bytes before the planes are spoilt. Worth it for many thresholds;
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
  const narrow = binary('i16x8NarrowI32x4');
  const halves = [narrow(mask(0), mask(1)), narrow(mask(2), mask(3))] as const;
  return unary('i8x16Bitmask')(binary('i8x16NarrowI16x8')(...halves));
}

/** One plane, sixteen rows at a time; `answer` gets the byte offset of four cells. */
function fillPlane(plane: number, answer: (offset: number) => Code): Code {
  return Array.from({ length: PLANE_BYTES / 2 }, (_, part) =>
    storeI16(
      get(plane),
      bitsOf((quarter) => answer(part * 64 + quarter * 16)),
      part * 2,
    ),
  );
}

function compare(): FunctionCode {
  const [cells, threshold, end, plane, splat] = [0, 1, 2, 3, 4] as const;
  const body = until(
    [get(threshold), get(end), Op.i32GeU],
    [
      set(splat, loadVector('load32Splat', get(threshold))),
      fillPlane(plane, (offset) => binary('f32x4Le')(get(splat), loadVector('load', get(cells), offset))),
      set(threshold, add(get(threshold), constant(4))),
      set(plane, add(get(plane), constant(PLANE_BYTES))),
    ],
  );
  return { name: 'compare', parameters: 4, i32Locals: 0, vectorLocals: 1, body };
}

function findMissing(): FunctionCode {
  const [cells, plane, four] = [0, 1, 2] as const;
  const body = fillPlane(plane, (offset) => [
    set(four, loadVector('load', get(cells), offset)),
    binary('f32x4Ne')(get(four), get(four)),
  ]);
  return { name: 'findMissing', parameters: 2, i32Locals: 0, vectorLocals: 1, body };
}

/** Marks each row in the plane of the last threshold that is not above its cell; planes then add those of the next ones. */
function search(): FunctionCode {
  const [cell, table, half, planes, planesEnd, row, size, at] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
  const place = (lane: number) => 8 + lane;
  const cellOf = (lane: number) => 8 + LANES + lane;
  const above = 8 + 2 * LANES;
  const isNotAbove = (lane: number): Code => [
    loadF32([add(get(place(lane)), get(size)), constant(4), Op.i32Sub]),
    get(cellOf(lane)),
    Op.f32Le,
  ];
  // Behind the middle of the table or not: chosen without a branch, by a mask of all bits or none.
  const step = (lane: number): Code =>
    set(place(lane), add(get(place(lane)), [[constant(0), isNotAbove(lane), Op.i32Sub], get(size), Op.i32And]));
  // A threshold takes 4 bytes, a plane 16. Rows below all thresholds get into the plane before the first.
  const planeOf = (lane: number): Code => [
    add(get(planes), [[get(place(lane)), get(table), Op.i32Sub], constant(2), Op.i32Shl]),
    constant(PLANE_BYTES),
    Op.i32Sub,
  ];
  const mark = (lane: number): Code => [
    set(at, add(planeOf(lane), [get(row), constant(3), Op.i32ShrU])),
    storeByte(get(at), [loadByte(get(at)), constant(1 << lane), Op.i32Or]),
  ];
  const group: Code = [
    lanes.map((lane) => [set(cellOf(lane), loadF32(get(cell), lane * 4)), set(place(lane), get(table))]),
    set(size, get(half)),
    until([get(size), constant(4), Op.i32LtU], [lanes.map(step), set(size, [get(size), constant(1), Op.i32ShrU])]),
    lanes.map(mark),
    set(cell, add(get(cell), constant(4 * LANES))),
    set(row, add(get(row), constant(LANES))),
  ];
  const addNext: Code = [
    set(planesEnd, [get(planesEnd), constant(PLANE_BYTES), Op.i32Sub]),
    set(above, binary('or')(get(above), loadVector('load', get(planesEnd)))),
    storeVector(get(planesEnd), get(above)),
  ];
  const body: Code = [
    clear(
      [get(planes), constant(PLANE_BYTES), Op.i32Sub],
      add([get(planesEnd), get(planes), Op.i32Sub], constant(PLANE_BYTES)),
    ),
    until([get(row), constant(GROUP_ROWS), Op.i32GeU], group),
    until([get(planes), get(planesEnd), Op.i32GeU], addNext),
  ];
  return { name: 'search', parameters: 5, i32Locals: 3 + LANES, f32Locals: LANES, vectorLocals: 1, body };
}

function spread(): FunctionCode {
  const [move, end] = [0, 1] as const;
  const planeAt = (offset: number) => loadVector('load', loadI32(get(move), offset));
  const body = until(
    [get(move), get(end), Op.i32GeU],
    [
      storeVector(loadI32(get(move), 8), binary('or')(planeAt(0), planeAt(4))),
      set(move, add(get(move), constant(MOVE_BYTES))),
    ],
  );
  return { name: 'spread', parameters: 2, i32Locals: 0, body };
}

function sumTrees(depth: number): FunctionCode {
  const [tree, treesEnd, sums, leaves, sum, vectors] = [0, 1, 2, 3, 4, 5] as const;
  const numbers = planesOf(0, depth, { tree, first: vectors });
  const bytes = transpose(vectors, depth, vectors + 8);
  const four = vectors;
  const leafOf = (row: number): Code => {
    const number = loadByte(get(leaves), (row % 8) * PLANE_BYTES + Math.floor(row / 8));
    return add(get(tree), [number, constant(2), Op.i32Shl]);
  };
  const leafStart = treeBytes(depth) / 2;
  const addFour = (row: number): Code => [
    set(four, loadVector('load32Splat', leafOf(row), leafStart)),
    [1, 2, 3].map((lane) => set(four, loadLane(leafOf(row + lane), lane, get(four), leafStart))),
    storeVector(get(sum), binary('f32x4Add')(loadVector('load', get(sum), row * 4), get(four)), row * 4),
  ];
  const oneTree: Code = [
    numbers,
    bytes,
    Array.from({ length: 8 }, (_, at) => storeVector(get(leaves), get(vectors + at), at * PLANE_BYTES)),
    set(sum, add(get(sums), loadI32(get(tree)))),
    Array.from({ length: GROUP_ROWS / 4 }, (_, at) => addFour(at * 4)),
    set(tree, add(get(tree), constant(treeBytes(depth)))),
  ];
  const body = until([get(tree), get(treesEnd), Op.i32GeU], oneTree);
  return {
    name: 'sumTrees',
    parameters: 4,
    i32Locals: 1,
    vectorLocals: Math.max(9, 2 + (depth * (depth - 1)) / 2),
    body,
  };
}

/**
 * The bits of the numbers of the leaves below a node: bit `n` in the local `first + n`. Left subtree before right one, so that
 * few vectors are held at a time.
 */
function planesOf(node: number, height: number, { tree, first }: { tree: number; first: number }): Code {
  const answers = loadVector('load', loadI32(get(tree), 4 + node * 4));
  if (height === 1) return set(first, answers);
  const right = first + height - 1;
  const mask = right + height - 1;
  return [
    planesOf(2 * node + 1, height - 1, { tree, first }),
    planesOf(2 * node + 2, height - 1, { tree, first: right }),
    set(mask, answers),
    Array.from({ length: height - 1 }, (_, bit) =>
      set(first + bit, choose(get(right + bit), get(first + bit), get(mask))),
    ),
    set(first + height - 1, get(mask)),
  ];
}

/**
 * Turns `count` vectors of bits into eight of bytes, from local `first` on: byte `b` of vector `v` has the bits of row 8b + v. Three
 * rounds of swapping a quarter of 8 x 8 bits with the one across (Hacker's Delight, section 7-3), in all blocks at once.
 */
function transpose(first: number, count: number, scratch: number): Code {
  const swap = (at: number, distance: number, mask: Code): Code => {
    const [upper, lower] = [first + at, first + at + distance];
    return [
      set(scratch, binary('and')(binary('xor')(shift('i64x2ShrU', get(upper), distance), get(lower)), mask)),
      set(lower, binary('xor')(get(lower), get(scratch))),
      set(upper, binary('xor')(get(upper), shift('i64x2Shl', get(scratch), distance))),
    ];
  };
  const rounds = [
    { distance: 4, mask: 0x0f },
    { distance: 2, mask: 0x33 },
    { distance: 1, mask: 0x55 },
  ];
  const eight = byteNumbers.slice(0, 8);
  return [
    eight.slice(count).map((at) => set(first + at, bytesOf(0))),
    rounds.map(({ distance, mask }) =>
      eight.filter((at) => (at & distance) === 0).map((at) => swap(at, distance, bytesOf(mask))),
    ),
  ];
}

const bytesOf = (value: number): Code => vectorOf(byteNumbers.map(() => value));

const shift = (name: 'i64x2Shl' | 'i64x2ShrU', value: Code, bits: number): Code => binary(name)(value, constant(bits));
