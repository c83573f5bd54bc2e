import { add, subtract } from '../../kernels/wasm/add.ts';
import { block, breakIf, type Code, ifElse, type Local, loop, repeat, set } from '../../kernels/wasm/code.ts';
import { constant, constantI64 } from '../../kernels/wasm/constants.ts';
import { type FunctionCode, FunctionWriter } from '../../kernels/wasm/function-writer.ts';
import { loadByte, loadF64, loadI32, loadI64 } from '../../kernels/wasm/loads.ts';
import { moduleBytes } from '../../kernels/wasm/module-bytes.ts';
import * as Op from '../../kernels/wasm/op.ts';
import { storeF64, storeI32, storeI64 } from '../../kernels/wasm/stores.ts';

const [COMMA, QUOTE, LF, CR, MINUS, POINT, ZERO] = [44, 34, 10, 13, 45, 46, 48] as const;

/** More digits than these are not surely below 2^53. */
const MAX_DIGITS = 15;

/** Labels of up to this many bytes are distinguished in the kernel. */
export const MAX_LABEL_BYTES = 16;

/** Labels that the kernel knows of each column, by their hash. */
export const LABEL_SLOTS = 256;

/** Bytes of a known label: two words of its bytes, zeros behind them, and its length; -1 where there is none. */
export const LABEL_BYTES = 24;

/** Bytes of a column's description: i32 addresses of its cells, of its known labels (0 for numbers), and of its cells' bytes. */
export const COLUMN_BYTES = 12;

/** What a cell of text holds that is too long to be distinguished: no slot is that far. */
export const LONG_LABEL = -1 - LABEL_SLOTS;

export interface CsvTables {
  /** f64 powers of ten, from 1 on. */
  readonly powers: number;
  /** For each length of a label the masks of its two words. */
  readonly masks: number;
}

/**
 * CSV to columns. `parse(at, end, columns, columnsEnd, rows, state)` reads up to this many records from `at` on; a line feed must
 * stand at `end`. It stops before the first record that is not plain: other cells than there are columns, a quote, a number
 * that is no decimal of up to 15 digits (`CsvScanner.plainNumber` has the source). At `state` it leaves how many records it has
 * read, where they end, and the description of the column at which it stopped: cells of the columns before are written already.
 *
 * A cell of numbers is an f64. A cell of text is an i32: the slot of a label that is known; of one that takes the slot just
 * now its complement; or `LONG_LABEL`. Where a text lies is given by two i32, its start and its end.
 */
export function csvModule(tables: CsvTables): Uint8Array {
  return moduleBytes([parse(tables)]);
}

/** Around the loop over all records: what leaves it stops before a record that is not plain, or behind the last one. */
const RECORDS = Symbol('records');

/** Its loops. */
const CELLS = Symbol('cells');
const NEXT_RECORD = Symbol('next record');
const LINE_ENDS = Symbol('line ends');
const DIGITS = Symbol('digits');
const TEXT = Symbol('text');

/** What all parts of the parser work with. */
type Parser = ReturnType<typeof declare>;

function declare() {
  const f = new FunctionWriter('parse');
  const i32 = () => f.local('i32');
  return {
    f,
    at: f.param(),
    end: f.param(),
    columns: f.param(),
    columnsEnd: f.param(),
    rows: f.param(),
    state: f.param(),
    row: i32(),
    rowStart: i32(),
    column: i32(),
    byte: i32(),
    start: i32(),
    point: i32(),
    isNegative: i32(),
    slot: i32(),
    mantissa: f.local('i64'),
    low: f.local('i64'),
    high: f.local('i64'),
    value: f.local('f64'),
  };
}

const next = ({ at }: Parser): Code => set(at, add(at, constant(1)));
const isByte = ({ byte }: Parser, wanted: number): Code => [byte, constant(wanted), Op.i32Eq];
const isLineEnd = (parser: Parser): Code => [isByte(parser, LF), isByte(parser, CR), Op.i32Or];

function parse({ powers, masks }: CsvTables): FunctionCode {
  const parser = declare();
  const { f, at, columns, columnsEnd, rows, state, row, rowStart, column, byte } = parser;
  const cells = loop(CELLS, [
    ifElse([loadI32(column, 4), Op.i32Eqz], number(parser, powers), text(parser, masks)),
    set(column, add(column, constant(COLUMN_BYTES))),
    ifElse(
      [column, columnsEnd, Op.i32LtU],
      [breakIf(RECORDS, [isByte(parser, COMMA), Op.i32Eqz]), next(parser), set(byte, loadByte(at)), repeat(CELLS)],
    ),
  ]);
  const records = loop(NEXT_RECORD, [
    set(column, columns),
    breakIf(RECORDS, [row, rows, Op.i32GeU]),
    skipLineEnds(parser),
    cells,
    breakIf(RECORDS, [isLineEnd(parser), Op.i32Eqz]),
    set(rowStart, at),
    set(row, add(row, constant(1))),
    repeat(NEXT_RECORD),
  ]);
  return f.withBody([
    set(rowStart, at),
    block(RECORDS, records),
    storeI32(state, row),
    storeI32(state, rowStart, 4),
    storeI32(state, column, 8),
  ]);
}

/** To the first byte of the next record. */
function skipLineEnds(parser: Parser): Code {
  const { at, end, byte } = parser;
  return loop(LINE_ENDS, [
    breakIf(RECORDS, [at, end, Op.i32GeU]),
    set(byte, loadByte(at)),
    ifElse(isLineEnd(parser), [next(parser), repeat(LINE_ENDS)]),
  ]);
}

function number(parser: Parser, powers: number): Code {
  const { at, row, column, start, point, isNegative, mantissa, value } = parser;
  const count = subtract(subtract(at, start), [point, constant(0), Op.i32Ne]);
  const scale: Code = [subtract(at, point), constant(0), point, Op.select];
  const power = loadF64(add([scale, constant(3), Op.i32Shl], constant(powers)));
  return [
    set(isNegative, isByte(parser, MINUS)),
    set(at, add(at, isNegative)),
    set(start, at),
    set(point, constant(0)),
    set(mantissa, constantI64(0n)),
    digits(parser),
    // Not one digit is as bad as too many.
    breakIf(RECORDS, [subtract(count, constant(1)), constant(MAX_DIGITS - 1), Op.i32GtU]),
    set(value, [mantissa, Op.f64ConvertI64U, power, Op.f64Div]),
    ifElse(isNegative, set(value, [value, Op.f64Neg])),
    storeF64(add(loadI32(column), [row, constant(3), Op.i32Shl]), value),
  ];
}

/** Digits, with up to one point among them: their number to `mantissa`, the place behind the point to `point`. */
function digits(parser: Parser): Code {
  const { at, byte, point, mantissa } = parser;
  const digit: Code = subtract(byte, constant(ZERO));
  const takeDigit: Code = [
    set(mantissa, [mantissa, constantI64(10n), Op.i64Mul, digit, Op.i64ExtendI32U, Op.i64Add]),
    next(parser),
  ];
  return loop(DIGITS, [
    set(byte, loadByte(at)),
    ifElse([digit, constant(10), Op.i32LtU], [takeDigit, repeat(DIGITS)]),
    ifElse([isByte(parser, POINT), point, Op.i32Eqz, Op.i32And], [next(parser), set(point, at), repeat(DIGITS)]),
  ]);
}

function text(parser: Parser, masks: number): Code {
  const { at, row, column, byte, start, slot } = parser;
  const length = subtract(at, start);
  const place = add(loadI32(column, 8), [row, constant(3), Op.i32Shl]);
  return [
    breakIf(RECORDS, isByte(parser, QUOTE)),
    set(start, at),
    loop(TEXT, [
      set(byte, loadByte(at)),
      ifElse([isByte(parser, COMMA), isLineEnd(parser), Op.i32Or, Op.i32Eqz], [next(parser), repeat(TEXT)]),
    ]),
    storeI32(place, start),
    storeI32(place, at, 4),
    set(slot, constant(LONG_LABEL)),
    // A label's address has no local of its own: places of points are for numbers.
    ifElse(
      [length, constant(MAX_LABEL_BYTES), Op.i32GtU, Op.i32Eqz],
      findLabel(parser, { masks, length, address: parser.point }),
    ),
    storeI32(add(loadI32(column), [row, constant(2), Op.i32Shl]), slot),
  ];
}

/** Sets `slot`; writes the label into it if it held another one. */
function findLabel(
  { column, start, slot, low, high }: Parser,
  { masks, length, address }: { masks: number; length: Code; address: Local },
): Code {
  const mask = add([length, constant(4), Op.i32Shl], constant(masks));
  // Multiplicative hashing: the upper bits of a product depend on all bits (Knuth, volume 3, section 6.4).
  const hash: Code = [
    [low, constantI64(0x9e3779b97f4a7c15n), Op.i64Mul],
    [high, constantI64(0xc2b2ae3d27d4eb4fn), Op.i64Mul],
    Op.i64Xor,
    constantI64(BigInt(64 - Math.log2(LABEL_SLOTS))),
    Op.i64ShrU,
    Op.i32WrapI64,
  ];
  const isKnown: Code = [
    [loadI64(address), low, Op.i64Eq],
    [loadI64(address, 8), high, Op.i64Eq, Op.i32And],
    [loadI32(address, 16), length, Op.i32Eq, Op.i32And],
  ];
  return [
    set(low, [loadI64(start), loadI64(mask), Op.i64And]),
    set(high, [loadI64(start, 8), loadI64(mask, 8), Op.i64And]),
    set(slot, hash),
    set(address, add(loadI32(column, 4), [slot, constant(LABEL_BYTES), Op.i32Mul])),
    ifElse(
      [isKnown, Op.i32Eqz],
      [
        storeI64(address, low),
        storeI64(address, high, 8),
        storeI32(address, length, 16),
        set(slot, [slot, constant(-1), Op.i32Xor]),
      ],
    ),
  ];
}
