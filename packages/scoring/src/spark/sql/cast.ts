import { javaDoubleText, javaFloatText } from '../../text/java-double-text.ts';
import { parseJavaDecimal } from '../../text/parse-java-decimal.ts';
import { parseJavaFloat } from '../../text/parse-java-float.ts';
import { defined } from '../../util/defined.ts';
import { own } from '../../util/own.ts';
import { decimalText, fitsPrecision, parseDecimal, rescale } from './decimal.ts';
import { SqlRowError } from './sql-error.ts';
import { describeSqlType, isNumeric, type SqlType, type SqlValue } from './sql-type.ts';
import { type ReadText, textReaders } from './text-readers.ts';
import { refuse, type SqlMode, strict, type Typed } from './typed.ts';

type Convert = (value: SqlValue) => SqlValue;

/** Limits of the integral types; those of longs as doubles see them. */
const limits: Readonly<Record<string, readonly [number, number, number]>> = {
  byte: [-128, 127, 8],
  short: [-32768, 32767, 16],
  int: [-2147483648, 2147483647, 32],
  long: [-(2 ** 63), 2 ** 63, 64],
};

/** How a value is cast, where it is cast by name: `isTry` gives null instead of refusing. */
export interface Cast {
  readonly text: string;
  readonly mode: SqlMode;
  readonly isTry?: boolean;
}

/**
 * A value as another type. What does not fit is null or wrapped, and in ANSI mode refuses the row. Source: Spark `Cast`,
 * `UTF8String.toInt`.
 */
export function castTo(value: Typed, type: SqlType, mode: SqlMode): Typed {
  return castAs(value, type, { text: value.text, mode });
}

/** As `castTo`, of a cast that was written down. */
export function castAs(value: Typed, type: SqlType, { text, mode, isTry = false }: Cast): Typed {
  const from = value.type;
  if (from.kind === type.kind && from.kind !== 'decimal' && from.kind !== 'other') return { ...value, text };
  if (from.kind === 'null') return { type, text, evaluate: () => null };
  const convert = findConvert(from, type, { isAnsi: mode.isAnsi || isTry });
  if (convert === undefined) {
    throw refuse(text, `a ${describeSqlType(from)} cannot be cast to ${describeSqlType(type)}`);
  }
  if (!isTry) return strict({ text, type }, [value], convert);
  return strict({ text, type }, [value], (given: SqlValue) => {
    try {
      return convert(given);
    } catch (error) {
      if (error instanceof SqlRowError) return null;
      throw error;
    }
  });
}

function findConvert(from: SqlType, to: SqlType, mode: SqlMode): Convert | undefined {
  if (from.kind === 'other' || to.kind === 'other' || to.kind === 'null') return undefined;
  if (to.kind === 'string') return (value) => toText(value, from);
  const read = from.kind === 'string' ? own(textReaders, to.kind) : undefined;
  if (read !== undefined) return textCast(to, mode, read);
  if (to.kind === 'boolean') return (value) => value !== 0 && value !== 0n;
  if (to.kind === 'decimal') return toDecimal(from, to, mode);
  if (to.kind === 'double' || to.kind === 'float') return toFloating(from, to);
  return toIntegral(from, to, mode);
}

/** The text of a value, as Java prints numbers. */
export function toText(value: SqlValue, type: SqlType): string {
  if (type.kind === 'double') return javaDoubleText(value as number);
  if (type.kind === 'float') return javaFloatText(value as number);
  if (type.kind === 'decimal') return decimalText(value as bigint, type.scale);
  // A long beyond 2^53 has all its digits, not the shortest that distinguish it from others.
  return typeof value === 'number' && !Number.isSafeInteger(value) ? BigInt(value).toString() : String(value);
}

function toFloating(from: SqlType, to: SqlType): Convert {
  const isFloat = to.kind === 'float';
  const read = isFloat ? readFloat : Number;
  if (from.kind === 'decimal') return (value) => read(decimalText(value as bigint, from.scale));
  const narrow = isFloat ? Math.fround : Number;
  return (value) => (typeof value === 'bigint' ? read(String(value)) : narrow(Number(value)));
}

/** A decimal as the nearest float, rounded once. */
const readFloat = (digits: string) => parseJavaFloat(digits) ?? Number.NaN;

/** A text as what a reader makes of it; what it makes nothing of fails the cast. */
function textCast(to: SqlType, mode: SqlMode, read: ReadText): Convert {
  return (value) => read(value as string, mode) ?? failCast(value, to, mode);
}

function toIntegral(from: SqlType, to: SqlType, mode: SqlMode): Convert {
  const [least, most, bits] = defined(limits[to.kind]);
  const fits = (value: number) => value >= least && (to.kind === 'long' ? value < most : value <= most);
  const wrap = (value: number) => (bits === 64 ? value : Number(BigInt.asIntN(bits, BigInt(value))));
  const narrow = (value: SqlValue, number: number): SqlValue => {
    if (fits(number)) return number;
    return mode.isAnsi ? failCast(value, to, mode) : wrap(number);
  };
  if (from.kind === 'decimal') return (value) => narrow(value, Number((value as bigint) / 10n ** BigInt(from.scale)));
  if (from.kind !== 'double' && from.kind !== 'float') return (value) => narrow(value, Number(value));
  return (value) => {
    const number = Math.trunc(value as number) + 0;
    if (fits(number)) return number;
    if (mode.isAnsi) return failCast(value, to, mode);
    // Java: NaN is 0 and what is too large the nearest; narrower types take the low bits of that int.
    if (Number.isNaN(number)) return 0;
    const [low, high] = bits === 64 ? [least, most] : [-2147483648, 2147483647];
    return wrap(Math.min(high, Math.max(low, number)));
  };
}

function toDecimal(from: SqlType, to: Extract<SqlType, { kind: 'decimal' }>, mode: SqlMode): Convert | undefined {
  if (!isNumeric(from) && from.kind !== 'string' && from.kind !== 'boolean') return undefined;
  return (value) => {
    const given = decimalOf(value, from);
    // What is no finite number is null in either mode.
    if (typeof value === 'number' && !Number.isFinite(value)) return null;
    const scaled = given === undefined ? undefined : rescale(given.value, given.scale, to.scale);
    return scaled === undefined || !fitsPrecision(scaled, to.precision) ? failCast(value, to, mode) : scaled;
  };
}

function decimalOf(value: SqlValue, from: SqlType) {
  if (from.kind === 'decimal') return { value: value as bigint, scale: from.scale };
  if (from.kind === 'string') return parseJavaDecimal(value as string);
  return parseDecimal(String(from.kind === 'boolean' ? Number(value) : value));
}

function failCast(value: SqlValue, to: SqlType, { isAnsi }: SqlMode): null {
  if (!isAnsi) return null;
  const shown = typeof value === 'string' ? `'${value.slice(0, 100)}'` : String(value);
  throw new SqlRowError(`The value ${shown} cannot be cast to ${describeSqlType(to).toUpperCase()}`);
}

/** `double`, `int`, `decimal(10,2)` ... in the words of SQL; undefined for types that are not read. */
export function parseType(name: string): SqlType | undefined {
  const [, precision = '10', scale = '0'] = /^(?:decimal|dec|numeric)(?:\((\d+)(?:,(\d+))?\))?$/.exec(name) ?? [];
  if (/^(decimal|dec|numeric)(\(|$)/.test(name)) {
    const type = { kind: 'decimal', precision: Number(precision), scale: Number(scale) } as const;
    return type.precision <= 38 && type.scale <= type.precision ? type : undefined;
  }
  const kind = own(names, name);
  return kind === undefined ? undefined : { kind };
}

const names: Readonly<Record<string, 'boolean' | 'byte' | 'short' | 'int' | 'long' | 'float' | 'double' | 'string'>> = {
  boolean: 'boolean',
  tinyint: 'byte',
  byte: 'byte',
  smallint: 'short',
  short: 'short',
  int: 'int',
  integer: 'int',
  bigint: 'long',
  long: 'long',
  float: 'float',
  real: 'float',
  double: 'double',
  string: 'string',
};
