import { add } from '../../wasm/add.ts';
import { type Code, type Local, loopUntil, set } from '../../wasm/code.ts';
import { constant } from '../../wasm/constants.ts';
import { type FunctionCode, FunctionWriter } from '../../wasm/function-writer.ts';
import * as Op from '../../wasm/op.ts';
import { binary, loadVector, storeVector, unary } from '../../wasm/vectors.ts';
import { numberNames, numbers, VECTOR_BYTES } from './function-table.ts';

const [plus, minus, times, over] = [Op.f64x2Add, Op.f64x2Sub, Op.f64x2Mul, Op.f64x2Div].map(binary);

/** What the arithmetic of one cell works with: the cell, three more vectors, the entries of the table. */
interface Cell {
  readonly x: Local;
  readonly whole: Local;
  readonly half: Local;
  readonly sign: Local;
  readonly entry: (name: keyof typeof numbers) => Code;
  readonly coefficient: (at: number) => Code;
}

/** Arithmetic of one cell: `prepare` works on x, `value` is what takes its place. */
interface Arithmetic {
  readonly prepare: Code;
  readonly value: Code;
}

/** Two cells at a time, in place. */
function mapCells(name: string, arithmeticOf: (cell: Cell) => Arithmetic): FunctionCode {
  const f = new FunctionWriter(name);
  const [cells, cellsEnd, table] = f.params();
  const [x, whole, half, sign] = f.locals('v128');
  const entryAt = (at: number) => loadVector(Op.v128Load, table, at * VECTOR_BYTES);
  const entry: Cell['entry'] = (number) => entryAt(numberNames.indexOf(number));
  const coefficient = (at: number) => entryAt(numberNames.length + at);
  const { prepare, value } = arithmeticOf({ x, whole, half, sign, entry, coefficient });
  const oneVector: Code = [
    set(x, loadVector(Op.v128Load, cells)),
    prepare,
    storeVector(cells, value),
    set(cells, add(cells, constant(VECTOR_BYTES))),
  ];
  return f.withBody(loopUntil([cells, cellsEnd, Op.i32GeU], oneVector));
}

/** Leaves in x the remainder, and in `whole` the number of times that ln 2 was taken out. */
const reduce = ({ x, whole, entry }: Cell): Code => [
  set(whole, unary(Op.f64x2Nearest)(times(x, entry('inverse')))),
  set(x, minus(minus(x, times(whole, entry('high'))), times(whole, entry('low')))),
];

/** The first `count` coefficients of the series of e^x by Horner. */
const series = ({ x, coefficient }: Cell, count: number): Code =>
  Array.from({ length: count - 1 }, (_none, at) => coefficient(at + 1)).reduce(
    (sum, next) => plus(times(sum, x), next),
    coefficient(0),
  );

const power = ({ entry }: Cell, n: Code): Code => binary(Op.i64x2Shl)(plus(n, entry('exponent')), constant(52));

/** See `exp`, step by step: `exponentOf` is what stands in the exponent. */
const exponential = (cell: Cell, exponentOf: Code): Arithmetic => {
  const { x, whole, half, entry } = cell;
  const prepare = [
    set(x, binary(Op.f64x2Pmin)(binary(Op.f64x2Pmax)(exponentOf, entry('lowest')), entry('highest'))),
    reduce(cell),
    set(half, unary(Op.f64x2Nearest)(times(whole, entry('oneHalf')))),
  ];
  return { prepare, value: times(times(series(cell, 14), power(cell, half)), power(cell, minus(whole, half))) };
};

export function exponentials(): FunctionCode {
  return mapCells('exponentials', (cell) => exponential(cell, cell.x));
}

/** 1 / (1 + e^-x). */
export function logistics(): FunctionCode {
  return mapCells('logistics', (cell) => {
    const { prepare, value } = exponential(cell, unary(Op.f64x2Neg)(cell.x));
    const one = cell.entry('one');
    return { prepare, value: over(one, plus(one, value)) };
  });
}

/** See `tanh`, step by step. */
export function tangents(): FunctionCode {
  return mapCells('tangents', (cell) => {
    const { x, whole, half, sign, entry } = cell;
    const absolute = unary(Op.f64x2Abs)(x);
    const prepare: Code = [
      set(sign, binary(Op.v128Xor)(x, absolute)),
      set(x, binary(Op.f64x2Pmin)(plus(absolute, absolute), entry('tanhLimit'))),
      reduce(cell),
      set(half, power(cell, whole)),
      set(x, plus(times(times(x, series(cell, 13)), half), minus(half, entry('one')))),
    ];
    return { prepare, value: binary(Op.v128Or)(over(x, plus(x, entry('two'))), sign) };
  });
}
