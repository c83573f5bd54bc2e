import {
  add,
  binary,
  type Code,
  constant,
  doubles,
  type FunctionCode,
  get,
  loadVector,
  moduleBytes,
  Op,
  set,
  storeI32,
  storeVector,
  unary,
  until,
} from '../../math/wasm/wasm-writer.ts';
import { EXP } from '../../math/exp.ts';
import { TANH_LIMIT } from '../../math/tanh.ts';

/** Bytes of one column of a group of rows: four doubles or eight floats, side by side. */
export const GROUP_BYTES = 32;

/** Functions (or fitted rows) that are worked on together: their cells of one column stand side by side. */
export const QUAD = 4;

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
  splat: (address, offset) => loadVector('load64Splat', address, offset),
  add: binary('f64x2Add'),
  subtract: binary('f64x2Sub'),
  multiply: binary('f64x2Mul'),
};

const float32: Lanes = {
  cellBytes: 4,
  splat: (address, offset) => loadVector('load32Splat', address, offset),
  add: binary('f32x4Add'),
  subtract: binary('f32x4Sub'),
  multiply: binary('f32x4Mul'),
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
    combine('products', float64, (sum, cell, weight) => float64.add(sum, float64.multiply(cell, get(weight)))),
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
type Step = (sum: Code, cell: Code, weight: number, difference: number) => Code;

function squareOfDifference({ add: plus, subtract, multiply }: Lanes): Step {
  return (sum, cell, weight, difference) => [
    set(difference, subtract(cell, get(weight))),
    plus(sum, multiply(get(difference), get(difference))),
  ];
}

/** Four functions by one group of rows at a time: eight sums, which do not wait for each other. */
function combine(name: string, lanes: Lanes, step: Step): FunctionCode {
  const [rows, rowsEnd, groupBytes, quads, quadsEnd, quadBytes, sums, sumGroupBytes, biases] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8,
  ] as const;
  const [group, target, quad, quadEnd, cells] = [9, 10, 11, 12, 13] as const;
  const [low, high, weight, difference] = [14, 15, 16, 17] as const;
  const sum = (at: number, half: number) => 18 + at * 2 + half;
  const quarters = [0, 1, 2, 3] as const;
  const column: Code = [
    set(low, loadVector('load', get(cells))),
    set(high, loadVector('load', get(cells), 16)),
    quarters.map((at) => [
      set(weight, lanes.splat(get(quad), at * lanes.cellBytes)),
      set(sum(at, 0), step(get(sum(at, 0)), get(low), weight, difference)),
      set(sum(at, 1), step(get(sum(at, 1)), get(high), weight, difference)),
    ]),
    set(cells, add(get(cells), constant(GROUP_BYTES))),
    set(quad, add(get(quad), constant(QUAD * lanes.cellBytes))),
  ];
  const isProduct = name === 'products';
  const result = (at: number, half: number): Code =>
    isProduct ? lanes.add(get(sum(at, half)), lanes.splat(get(biases), at * lanes.cellBytes)) : get(sum(at, half));
  const oneGroup: Code = [
    quarters.map((at) => [set(sum(at, 0), doubles(0)), set(sum(at, 1), doubles(0))]),
    set(quad, get(quads)),
    set(cells, get(group)),
    until([get(quad), get(quadEnd), Op.i32GeU], column),
    quarters.map((at) => [
      storeVector(get(target), result(at, 0), at * GROUP_BYTES),
      storeVector(get(target), result(at, 1), at * GROUP_BYTES + 16),
    ]),
    set(group, add(get(group), get(groupBytes))),
    set(target, add(get(target), get(sumGroupBytes))),
  ];
  const oneQuad: Code = [
    set(group, get(rows)),
    set(target, get(sums)),
    set(quadEnd, add(get(quads), get(quadBytes))),
    until([get(group), get(rowsEnd), Op.i32GeU], oneGroup),
    set(quads, get(quadEnd)),
    isProduct ? set(biases, add(get(biases), constant(QUAD * lanes.cellBytes))) : [],
    set(sums, add(get(sums), constant(63))),
    set(sums, add(get(sums), constant(63))),
    set(sums, add(get(sums), constant(2))),
  ];
  const body = until([get(quads), get(quadsEnd), Op.i32GeU], oneQuad);
  return { name, parameters: 9, i32Locals: 5, vectorLocals: 12, body };
}

/** Stores every address, but moves on only where a number is within its limit: no branch to guess wrong. */
function select(): FunctionCode {
  const [squares, squaresEnd, limits, found] = [0, 1, 2, 3] as const;
  const [next, low, high] = [4, 5, 6] as const;
  const isWithin = binary('f32x4Le');
  const isAny = unary('anyTrue')(
    binary('or')(
      isWithin(loadVector('load', get(squares)), get(low)),
      isWithin(loadVector('load', get(squares), 16), get(high)),
    ),
  );
  const body: Code = [
    set(low, loadVector('load', get(limits))),
    set(high, loadVector('load', get(limits), 16)),
    set(next, add(get(found), constant(16))),
    until(
      [get(squares), get(squaresEnd), Op.i32GeU],
      [
        storeI32(get(next), get(squares)),
        set(next, add(get(next), [isAny, constant(2), Op.i32Shl])),
        set(squares, add(get(squares), constant(GROUP_BYTES))),
      ],
    ),
    storeI32(get(found), get(next)),
  ];
  return { name: 'select', parameters: 4, i32Locals: 1, vectorLocals: 2, body };
}

/** max(x, 0) in place. */
function clampBelow(): FunctionCode {
  const [cells, cellsEnd, zero] = [0, 1, 2] as const;
  const oneVector: Code = [
    storeVector(get(cells), binary('f64x2Pmax')(loadVector('load', get(cells)), get(zero))),
    set(cells, add(get(cells), constant(16))),
  ];
  const body: Code = [set(zero, doubles(0)), until([get(cells), get(cellsEnd), Op.i32GeU], oneVector)];
  return { name: 'clampBelow', parameters: 2, i32Locals: 0, vectorLocals: 1, body };
}

/** What the functions of one cell need at their address `table`: each number twice, so that it loads as a vector. */
export const functionTable: readonly number[] = [
  EXP.lowest,
  EXP.highest,
  EXP.inverse,
  EXP.high,
  EXP.low,
  0.5,
  // The low bits of a sum with it are the biased exponent of a power of two.
  EXP.shift + 1023,
  TANH_LIMIT,
  1,
  2,
  ...EXP.coefficients,
].flatMap((value) => [value, value]);

const [plus, minus, times, over] = (['f64x2Add', 'f64x2Sub', 'f64x2Mul', 'f64x2Div'] as const).map(binary);

const tableEntry = (at: number): Code => loadVector('load', get(2), at * 16);
const [lowest, highest, inverse, high, low, oneHalf, exponent, tanhLimit, one, two] = Array.from(
  { length: 10 },
  (_none, at) => tableEntry(at),
);

/** Vector locals of a function of one cell, behind its three parameters. */
const [x, whole, half, sign] = [3, 4, 5, 6] as const;

/** Two cells at a time, in place: `prepare` works on x, `value` is what is stored. */
function mapCells(name: string, prepare: Code, value: Code): FunctionCode {
  const [cells, cellsEnd] = [0, 1] as const;
  const body = until(
    [get(cells), get(cellsEnd), Op.i32GeU],
    [
      set(x, loadVector('load', get(cells))),
      prepare,
      storeVector(get(cells), value),
      set(cells, add(get(cells), constant(16))),
    ],
  );
  return { name, parameters: 3, i32Locals: 0, vectorLocals: 4, body };
}

/** Leaves in x the remainder, and the whole number of times that ln 2 was taken out. */
const reduce: Code = [
  set(whole, unary('f64x2Nearest')(times(get(x), inverse))),
  set(x, minus(minus(get(x), times(get(whole), high)), times(get(whole), low))),
];

/** The first coefficients of the series of e^x by Horner. */
const series = (count: number): Code =>
  EXP.coefficients
    .slice(0, count)
    .reduce<Code>(
      (sum, _coefficient, at) => (at === 0 ? tableEntry(10) : plus(times(sum, get(x)), tableEntry(10 + at))),
      [],
    );

const power = (n: Code): Code => binary('i64x2Shl')(plus(n, exponent), [Op.i32Const, 52]);

/** See `exp`, step by step: `exponentOf` is what stands in the exponent. */
const exponential = (exponentOf: Code): readonly [prepare: Code, value: Code] => [
  [
    set(x, binary('f64x2Pmin')(binary('f64x2Pmax')(exponentOf, lowest), highest)),
    reduce,
    set(half, unary('f64x2Nearest')(times(get(whole), oneHalf))),
  ],
  times(times(series(14), power(get(half))), power(minus(get(whole), get(half)))),
];

function exponentials(): FunctionCode {
  return mapCells('exponentials', ...exponential(get(x)));
}

/** 1 / (1 + e^-x). */
function logistics(): FunctionCode {
  const [prepare, value] = exponential(unary('f64x2Neg')(get(x)));
  return mapCells('logistics', prepare, over(one, plus(one, value)));
}

/** See `tanh`, step by step. */
function tangents(): FunctionCode {
  const absolute = unary('f64x2Abs')(get(x));
  const prepare: Code = [
    set(sign, binary('xor')(get(x), absolute)),
    set(x, binary('f64x2Pmin')(plus(absolute, absolute), tanhLimit)),
    reduce,
    set(half, power(get(whole))),
    set(x, plus(times(times(get(x), series(13)), get(half)), minus(get(half), one))),
  ];
  return mapCells('tangents', prepare, binary('or')(over(get(x), plus(get(x), two)), get(sign)));
}
