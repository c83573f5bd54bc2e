import { add } from '../../wasm/add.ts';
import { type Code, type Local, loopUntil, set } from '../../wasm/code.ts';
import { constant } from '../../wasm/constants.ts';
import { type FunctionCode, FunctionWriter } from '../../wasm/function-writer.ts';
import { loadF64, loadI32 } from '../../wasm/loads.ts';
import { moduleBytes } from '../../wasm/module-bytes.ts';
import * as Op from '../../wasm/op.ts';
import { storeF64 } from '../../wasm/stores.ts';
import { binary, laneOf, loadVector, unary } from '../../wasm/vectors.ts';

/** Rows that stand side by side: a group has one column of eight rows in two vectors. */
export const GROUP_ROWS = 8;

/** Bytes of a column of a group. */
export const GROUP_BYTES = 32;

/** Bytes of a split: f32 border, i32 byte offset of its column in a group. */
export const SPLIT_BYTES = 8;

/** Bytes of an entry of the tree table: addresses of the first split, behind the last one, and of the first leaf. */
export const TREE_BYTES = 12;

type SumTrees = (
  tree: number,
  treesEnd: number,
  groups: number,
  groupsEnd: number,
  groupBytes: number,
  sums: number,
  valueBytes: number,
) => void;

/** The exports of `obliviousModule`. */
export interface ObliviousFunctions {
  readonly sumTrees: SumTrees;
}

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
  const f = new FunctionWriter('sumTrees');
  const [tree, treesEnd] = f.params();
  const [groups, groupsEnd, groupBytes] = f.params();
  const [sums, valueBytes] = f.params();
  const [group, sum, split, splitEnd] = f.locals('i32');
  const [column, leaf, sumEnd] = f.locals('i32');
  const [low, high, bit, border] = f.locals('v128');
  const answer = (numbers: Local, offset: number): Code =>
    set(
      numbers,
      binary(Op.v128Or)(
        numbers,
        binary(Op.v128And)(binary(Op.f32x4Gt)(loadVector(Op.v128Load, column, offset), border), bit),
      ),
    );
  const oneSplit: Code = [
    set(border, loadVector(Op.v128Load32Splat, split)),
    set(column, add(group, loadI32(split, 4))),
    answer(low, 0),
    answer(high, 16),
    set(bit, binary(Op.i32x4Shl)(bit, constant(1))),
    set(split, add(split, constant(SPLIT_BYTES))),
  ];
  const addLeaf = (row: number): Code => [
    set(leaf, add(loadI32(tree, 8), [laneOf(row < 4 ? low : high, row % 4), valueBytes, Op.i32Mul])),
    set(sumEnd, add(sum, valueBytes)),
    loopUntil(
      [sum, sumEnd, Op.i32GeU],
      [
        storeF64(sum, [loadF64(sum), loadF64(leaf), Op.f64Add]),
        set(leaf, add(leaf, constant(8))),
        set(sum, add(sum, constant(8))),
      ],
    ),
  ];
  const oneGroup: Code = [
    set(low, unary(Op.i32x4Splat)(constant(0))),
    set(high, low),
    set(bit, unary(Op.i32x4Splat)(constant(1))),
    set(split, loadI32(tree)),
    loopUntil([split, splitEnd, Op.i32GeU], oneSplit),
    Array.from({ length: GROUP_ROWS }, (_none, row) => addLeaf(row)),
    set(group, add(group, groupBytes)),
  ];
  const oneTree: Code = [
    set(splitEnd, loadI32(tree, 4)),
    set(group, groups),
    set(sum, sums),
    loopUntil([group, groupsEnd, Op.i32GeU], oneGroup),
    set(tree, add(tree, constant(TREE_BYTES))),
  ];
  return f.withBody(loopUntil([tree, treesEnd, Op.i32GeU], oneTree));
}
