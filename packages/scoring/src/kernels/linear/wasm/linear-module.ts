import { add } from '../../wasm/add.ts';
import { type Code, type Local, loopUntil, set } from '../../wasm/code.ts';
import { constant } from '../../wasm/constants.ts';
import { type FunctionCode, FunctionWriter } from '../../wasm/function-writer.ts';
import { moduleBytes } from '../../wasm/module-bytes.ts';
import * as Op from '../../wasm/op.ts';
import { storeI32 } from '../../wasm/stores.ts';
import { binary, doubles, loadVector, storeVector, unary } from '../../wasm/vectors.ts';
import { clampBelow } from './clamp-below.ts';
import { exponentials, logistics, tangents } from './exponentials.ts';

/** Bytes of one column of a group of rows: four doubles or eight floats, side by side. */
export const GROUP_BYTES = 32;

/** Functions (or fitted rows) that are worked on together: their cells of one column stand side by side. */
export const QUAD = 4;

const quarters = [0, 1, 2, 3] as const;

/** Arithmetic of one width of number. */
interface Lanes {
  readonly cellBytes: 4 | 8;
  readonly splat: (address: Code, offset: number) => Code;
  readonly add: (left: Code, right: Code) => Code;
  readonly subtract: (left: Code, right: Code) => Code;
  readonly multiply: (left: Code, right: Code) => Code;
}

const float64: Lanes = {
  cellBytes: 8,
  splat: (address, offset) => loadVector(Op.v128Load64Splat, address, offset),
  add: binary(Op.f64x2Add),
  subtract: binary(Op.f64x2Sub),
  multiply: binary(Op.f64x2Mul),
};

const float32: Lanes = {
  cellBytes: 4,
  splat: (address, offset) => loadVector(Op.v128Load32Splat, address, offset),
  add: binary(Op.f32x4Add),
  subtract: binary(Op.f32x4Sub),
  multiply: binary(Op.f32x4Mul),
};

/**
 * The kernels of linear algebra as WebAssembly. Rows stand in groups (`GROUP_BYTES`): column by column, and within a column
 * row by row, so that a vector holds one column of several rows; functions stand in quads in the same way. Each sum is one
 * chain of additions in the order of the columns, without fused steps: to the bit what a plain loop gives, on any machine.
 *
 * Exports; all addresses in bytes, all counts at least 1:
 * - `products(rows, rowsEnd, groupBytes, quads, quadsEnd, quadBytes, sums, sumGroupBytes, biases)`: each row times each
 *   function, plus the function's bias, in doubles;
 * - `distances(... same, the last unused)`: squared distances of each row from each fitted row, in doubles;
 * - `distances32(...)`: the same in float32, of groups of eight rows;
 * - `select(squares, squaresEnd, limits, found)`: of groups of eight float32 numbers the addresses of those where any is
 *   within its limit (eight float32 numbers), from `found + 16` on; at `found` the address where the list ends;
 * - `clampBelow(cells, cellsEnd)`: max(x, 0) in place; NaN stays;
 * - `exponentials`, `logistics`, `tangents(cells, cellsEnd, table)`: e^x, 1 / (1 + e^-x) and tanh x in place, to the bit what `exp`
 *   and `tanh` give; `table` holds `functionTable`.
 */
export function linearModule(): Uint8Array {
  return moduleBytes([
    combine('products', float64, (sum, cell, weight) => float64.add(sum, float64.multiply(cell, weight))),
    combine('distances', float64, squareOfDifference(float64)),
    combine('distances32', float32, squareOfDifference(float32)),
    select(),
    clampBelow(),
    exponentials(),
    logistics(),
    tangents(),
  ]);
}

/** What one step adds to a sum: `difference` is a vector local to work in. */
type Step = (sum: Local, cell: Local, weight: Local, difference: Local) => Code;

function squareOfDifference({ add: plus, subtract, multiply }: Lanes): Step {
  return (sum, cell, weight, difference) => [
    set(difference, subtract(cell, weight)),
    plus(sum, multiply(difference, difference)),
  ];
}

/** Four functions by one group of rows at a time: eight sums, which do not wait for each other. */
function combine(name: string, arithmetic: Lanes, step: Step): FunctionCode {
  const f = new FunctionWriter(name);
  const [rows, rowsEnd, groupBytes] = f.params();
  const [quads, quadsEnd, quadBytes] = f.params();
  const [sums, sumGroupBytes, biases] = f.params();
  const [group, target, quad, quadEnd, cells] = f.locals('i32');
  const [low, high, weight, difference] = f.locals('v128');
  const sumsOf = quarters.map(() => [f.local('v128'), f.local('v128')] as const);
  const cellAt = (quadAddress: Code, at: number) => arithmetic.splat(quadAddress, at * arithmetic.cellBytes);
  const column: Code = [
    set(low, loadVector(Op.v128Load, cells)),
    set(high, loadVector(Op.v128Load, cells, 16)),
    sumsOf.map(([lowSum, highSum], at) => [
      set(weight, cellAt(quad, at)),
      set(lowSum, step(lowSum, low, weight, difference)),
      set(highSum, step(highSum, high, weight, difference)),
    ]),
    set(cells, add(cells, constant(GROUP_BYTES))),
    set(quad, add(quad, constant(QUAD * arithmetic.cellBytes))),
  ];
  const isProduct = name === 'products';
  const result = (sum: Local, at: number): Code => (isProduct ? arithmetic.add(sum, cellAt(biases, at)) : sum);
  const oneGroup: Code = [
    sumsOf.map((both) => both.map((sum) => set(sum, doubles(0)))),
    set(quad, quads),
    set(cells, group),
    loopUntil([quad, quadEnd, Op.i32GeU], column),
    sumsOf.map(([lowSum, highSum], at) => [
      storeVector(target, result(lowSum, at), at * GROUP_BYTES),
      storeVector(target, result(highSum, at), at * GROUP_BYTES + 16),
    ]),
    set(group, add(group, groupBytes)),
    set(target, add(target, sumGroupBytes)),
  ];
  const oneQuad: Code = [
    set(group, rows),
    set(target, sums),
    set(quadEnd, add(quads, quadBytes)),
    loopUntil([group, rowsEnd, Op.i32GeU], oneGroup),
    set(quads, quadEnd),
    isProduct ? set(biases, add(biases, constant(QUAD * arithmetic.cellBytes))) : [],
    set(sums, add(sums, constant(QUAD * GROUP_BYTES))),
  ];
  return f.withBody(loopUntil([quads, quadsEnd, Op.i32GeU], oneQuad));
}

/** Stores every address, but moves on only where a number is within its limit: no branch to guess wrong. */
function select(): FunctionCode {
  const f = new FunctionWriter('select');
  const [squares, squaresEnd, limits, found] = f.params();
  const next = f.local('i32');
  const [low, high] = f.locals('v128');
  const isWithin = binary(Op.f32x4Le);
  const isAny = unary(Op.v128AnyTrue)(
    binary(Op.v128Or)(
      isWithin(loadVector(Op.v128Load, squares), low),
      isWithin(loadVector(Op.v128Load, squares, 16), high),
    ),
  );
  return f.withBody([
    set(low, loadVector(Op.v128Load, limits)),
    set(high, loadVector(Op.v128Load, limits, 16)),
    set(next, add(found, constant(16))),
    loopUntil(
      [squares, squaresEnd, Op.i32GeU],
      [
        storeI32(next, squares),
        set(next, add(next, [isAny, constant(2), Op.i32Shl])),
        set(squares, add(squares, constant(GROUP_BYTES))),
      ],
    ),
    storeI32(found, next),
  ]);
}
