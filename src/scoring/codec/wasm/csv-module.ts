import {
  add,
  type Code,
  constant,
  constantI64,
  either,
  type FunctionCode,
  get,
  loadByte,
  loadF64,
  loadI32,
  loadI64,
  moduleBytes,
  Op,
  set,
  storeF64,
  storeI32,
  storeI64,
} from '../../math/wasm/wasm-writer.ts';

const [COMMA, QUOTE, LF, CR, MINUS, POINT, ZERO] = [44, 34, 10, 13, 45, 46, 48] as const;

/** More digits than these are not surely below 2^53. */
const MAX_DIGITS = 15;

/** Labels of up to so many bytes are told apart in the kernel. */
export const MAX_LABEL_BYTES = 16;

/** Labels that the kernel knows of each column, by their hash. */
export const LABEL_SLOTS = 256;

/** Bytes of a known label: two words of its bytes, zeros behind them, and its length; -1 where there is none. */
export const LABEL_BYTES = 24;

/** Bytes of a column's description: i32 addresses of its cells, of its known labels (0 for numbers), and of its cells' bytes. */
export const COLUMN_BYTES = 12;

/** What a cell of text holds that is too long to be told apart: no slot is that far. */
export const LONG_LABEL = -1 - LABEL_SLOTS;

export interface CsvTables {
  /** f64 powers of ten, from 1 on. */
  readonly powers: number;
  /** For each length of a label the masks of its two words. */
  readonly masks: number;
}

/**
 * CSV to columns. `parse(at, end, columns, columnsEnd, rows, state)` reads up to so many records from `at` on; a line feed must
 * stand at `end`. It stops before the first record that is not plain: other cells than there are columns, a quote, a number
 * that is no decimal of up to 15 digits (`CsvScanner.plainNumber` has the source). At `state` it leaves how many records it has
 * read, where they end, and the description of the column at which it stopped: cells of the columns before are written already.
 *
 * A cell of numbers is an f64. A cell of text is an i32: the slot of a label that is known; of one that takes the slot just
 * now its complement; or `LONG_LABEL`. Where a text lies is told by two i32, its start and its end.
 */
export function csvModule(tables: CsvTables): Uint8Array {
  return moduleBytes([parse(tables)]);
}

const [at, end, columns, columnsEnd, rows, state] = [0, 1, 2, 3, 4, 5] as const;
const [row, rowStart, column, byte, start, point, isNegative, slot] = [6, 7, 8, 9, 10, 11, 12, 13] as const;
const [mantissa, low, high] = [14, 15, 16] as const;
const value = 17;

const next: Code = set(at, add(get(at), constant(1)));
const isByte = (wanted: number): Code => [get(byte), constant(wanted), Op.i32Eq];
const isLineEnd: Code = [isByte(LF), isByte(CR), Op.i32Or];
const minus = (left: Code, right: Code): Code => [left, right, Op.i32Sub];

/** Leaves the loop over all records; `depth` counts the blocks around within it. */
const stopIf = (condition: Code, depth: number): Code => [condition, Op.brIf, depth];

function parse({ powers, masks }: CsvTables): FunctionCode {
  // Inside of: block, loop over records, loop over cells, and the branch for the kind of cell.
  const cell = either([loadI32(get(column), 4), Op.i32Eqz], number(powers, 3), text(masks, 3));
  const cells: Code = [
    Op.loop,
    0x40,
    cell,
    set(column, add(get(column), constant(COLUMN_BYTES))),
    either(
      [get(column), get(columnsEnd), Op.i32LtU],
      [stopIf([isByte(COMMA), Op.i32Eqz], 3), next, set(byte, loadByte(get(at))), Op.br, 1],
    ),
    Op.end,
  ];
  const records: Code = [
    set(column, get(columns)),
    stopIf([get(row), get(rows), Op.i32GeU], 1),
    skipLineEnds(),
    cells,
    stopIf([isLineEnd, Op.i32Eqz], 1),
    set(rowStart, get(at)),
    set(row, add(get(row), constant(1))),
    Op.br,
    0,
  ];
  const body: Code = [
    set(rowStart, get(at)),
    [Op.block, 0x40, Op.loop, 0x40, records, Op.end, Op.end],
    storeI32(get(state), get(row)),
    storeI32(get(state), get(rowStart), 4),
    storeI32(get(state), get(column), 8),
  ];
  return { name: 'parse', parameters: 6, i32Locals: 8, i64Locals: 3, f64Locals: 1, body };
}

/** To the first byte of the next record. */
function skipLineEnds(): Code {
  return [
    Op.loop,
    0x40,
    stopIf([get(at), get(end), Op.i32GeU], 2),
    set(byte, loadByte(get(at))),
    either(isLineEnd, [next, Op.br, 1]),
    Op.end,
  ];
}

function number(powers: number, depth: number): Code {
  const digit: Code = minus(get(byte), constant(ZERO));
  const takeDigit: Code = [
    set(mantissa, [get(mantissa), constantI64(10n), Op.i64Mul, digit, Op.i64ExtendI32U, Op.i64Add]),
    next,
  ];
  const digits: Code = [
    Op.loop,
    0x40,
    set(byte, loadByte(get(at))),
    either([digit, constant(10), Op.i32LtU], [takeDigit, Op.br, 1]),
    either([isByte(POINT), get(point), Op.i32Eqz, Op.i32And], [next, set(point, get(at)), Op.br, 1]),
    Op.end,
  ];
  const count = minus(minus(get(at), get(start)), [get(point), constant(0), Op.i32Ne]);
  const scale: Code = [minus(get(at), get(point)), constant(0), get(point), Op.select];
  const power = loadF64(add([scale, constant(3), Op.i32Shl], constant(powers)));
  return [
    set(isNegative, isByte(MINUS)),
    set(at, add(get(at), get(isNegative))),
    set(start, get(at)),
    set(point, constant(0)),
    set(mantissa, constantI64(0n)),
    digits,
    // Not one digit is as bad as too many.
    stopIf([minus(count, constant(1)), constant(MAX_DIGITS - 1), Op.i32GtU], depth),
    set(value, [get(mantissa), Op.f64ConvertI64U, power, Op.f64Div]),
    either(get(isNegative), set(value, [get(value), Op.f64Neg])),
    storeF64(add(loadI32(get(column)), [get(row), constant(3), Op.i32Shl]), get(value)),
  ];
}

function text(masks: number, depth: number): Code {
  const length = minus(get(at), get(start));
  const place = add(loadI32(get(column), 8), [get(row), constant(3), Op.i32Shl]);
  return [
    stopIf(isByte(QUOTE), depth),
    set(start, get(at)),
    [
      Op.loop,
      0x40,
      set(byte, loadByte(get(at))),
      either([isByte(COMMA), isLineEnd, Op.i32Or, Op.i32Eqz], [next, Op.br, 1]),
      Op.end,
    ],
    storeI32(place, get(start)),
    storeI32(place, get(at), 4),
    set(slot, constant(LONG_LABEL)),
    either([length, constant(MAX_LABEL_BYTES), Op.i32GtU, Op.i32Eqz], findLabel(masks, length)),
    storeI32(add(loadI32(get(column)), [get(row), constant(2), Op.i32Shl]), get(slot)),
  ];
}

/** Sets `slot`; writes the label into it if it held another one. `point` and `isNegative` are free for it. */
function findLabel(masks: number, length: Code): Code {
  const address = point;
  const mask = add([length, constant(4), Op.i32Shl], constant(masks));
  // Multiplicative hashing: the upper bits of a product depend on all bits (Knuth, volume 3, section 6.4).
  const hash: Code = [
    [get(low), constantI64(0x9e3779b97f4a7c15n), Op.i64Mul],
    [get(high), constantI64(0xc2b2ae3d27d4eb4fn), Op.i64Mul],
    Op.i64Xor,
    constantI64(BigInt(64 - Math.log2(LABEL_SLOTS))),
    Op.i64ShrU,
    Op.i32WrapI64,
  ];
  const isKnown: Code = [
    [loadI64(get(address)), get(low), Op.i64Eq],
    [loadI64(get(address), 8), get(high), Op.i64Eq, Op.i32And],
    [loadI32(get(address), 16), length, Op.i32Eq, Op.i32And],
  ];
  return [
    set(low, [loadI64(get(start)), loadI64(mask), Op.i64And]),
    set(high, [loadI64(get(start), 8), loadI64(mask, 8), Op.i64And]),
    set(slot, hash),
    set(address, add(loadI32(get(column), 4), [get(slot), constant(LABEL_BYTES), Op.i32Mul])),
    either(
      [isKnown, Op.i32Eqz],
      [
        storeI64(get(address), get(low)),
        storeI64(get(address), get(high), 8),
        storeI32(get(address), length, 16),
        set(slot, [get(slot), constant(-1), Op.i32Xor]),
      ],
    ),
  ];
}
