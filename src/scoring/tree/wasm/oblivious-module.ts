import {
  add,
  binary,
  type Code,
  constant,
  type FunctionCode,
  get,
  laneOf,
  loadF64,
  loadI32,
  loadVector,
  moduleBytes,
  Op,
  set,
  storeF64,
  unary,
  until,
} from '../../math/wasm/wasm-writer.ts';

/** Rows that stand side by side: a group has one column of eight rows in two vectors. */
export const GROUP_ROWS = 8;

/** Bytes of a column of a group. */
export const GROUP_BYTES = 32;

/** Bytes of a split: f32 border, i32 byte offset of its column in a group. */
export const SPLIT_BYTES = 8;

/** Bytes of an entry of the tree table: addresses of the first split, behind the last one, and of the first leaf. */
export const TREE_BYTES = 12;

/**
 * Symmetric trees as WebAssembly: a split compares eight rows at once and sets one bit of eight numbers of leaves, without
 * a branch or a dependent load.
 *
 * - `sumTrees(tree, treesEnd, groups, groupsEnd, groupBytes, sums, valueBytes)`: adds the leaves of all trees to the sums of
 *   all rows (doubles, row by row, `valueBytes` a row).
 */
export function obliviousModule(): Uint8Array {
  return moduleBytes([sumTrees()]);
}

function sumTrees(): FunctionCode {
  const [tree, treesEnd, groups, groupsEnd, groupBytes, sums, valueBytes] = [0, 1, 2, 3, 4, 5, 6] as const;
  const [group, sum, split, splitEnd, column, leaf, sumEnd] = [7, 8, 9, 10, 11, 12, 13] as const;
  const [low, high, bit, border] = [14, 15, 16, 17] as const;
  const answer = (numbers: number, offset: number): Code =>
    set(
      numbers,
      binary('or')(
        get(numbers),
        binary('and')(binary('f32x4Gt')(loadVector('load', get(column), offset), get(border)), get(bit)),
      ),
    );
  const oneSplit: Code = [
    set(border, loadVector('load32Splat', get(split))),
    set(column, add(get(group), loadI32(get(split), 4))),
    answer(low, 0),
    answer(high, 16),
    set(bit, binary('i32x4Shl')(get(bit), constant(1))),
    set(split, add(get(split), constant(SPLIT_BYTES))),
  ];
  const addLeaf = (row: number): Code => [
    set(leaf, add(loadI32(get(tree), 8), [laneOf(get(row < 4 ? low : high), row % 4), get(valueBytes), Op.i32Mul])),
    set(sumEnd, add(get(sum), get(valueBytes))),
    until(
      [get(sum), get(sumEnd), Op.i32GeU],
      [
        storeF64(get(sum), [loadF64(get(sum)), loadF64(get(leaf)), Op.f64Add]),
        set(leaf, add(get(leaf), constant(8))),
        set(sum, add(get(sum), constant(8))),
      ],
    ),
  ];
  const oneGroup: Code = [
    set(low, unary('i32x4Splat')(constant(0))),
    set(high, get(low)),
    set(bit, unary('i32x4Splat')(constant(1))),
    set(split, loadI32(get(tree))),
    until([get(split), get(splitEnd), Op.i32GeU], oneSplit),
    Array.from({ length: GROUP_ROWS }, (_none, row) => addLeaf(row)),
    set(group, add(get(group), get(groupBytes))),
  ];
  const oneTree: Code = [
    set(splitEnd, loadI32(get(tree), 4)),
    set(group, get(groups)),
    set(sum, get(sums)),
    until([get(group), get(groupsEnd), Op.i32GeU], oneGroup),
    set(tree, add(get(tree), constant(TREE_BYTES))),
  ];
  const body = until([get(tree), get(treesEnd), Op.i32GeU], oneTree);
  return { name: 'sumTrees', parameters: 7, i32Locals: 7, vectorLocals: 4, body };
}
