import { defined } from '../../util/defined.ts';
import { own } from '../../util/own.ts';
import { castTo } from './cast.ts';
import { decimalText, divideHalfUp, fitsPrecision, rescale } from './decimal.ts';
import { SqlRowError } from './sql-error.ts';
import { asDecimal, isIntegral, isNumeric, type SqlType, type SqlValue, types } from './sql-type.ts';
import { besideText, widerType } from './to-one-type.ts';
import { refuse, type SqlCall, type SqlMode, strict, strictFromRight, type Typed } from './typed.ts';

type Decimal = Extract<SqlType, { kind: 'decimal' }>;

/** Bits of the integral types. */
const bits: Readonly<Record<string, number>> = { byte: 8, short: 16, int: 32, long: 64 };

export const bitsOf = ({ kind }: SqlType): number => bits[kind] ?? 64;

/**
 * `+ - * / % div pmod`. Division of whole numbers gives a double; by zero it gives null, and in ANSI mode refuses the row; so
 * does what overflows an integral type, which wraps otherwise. Source: Spark `arithmetic.scala`.
 */
export function arithmetic(call: SqlCall): Typed {
  const { name: operator, text, args, mode } = call;
  const [a, b] = toNumbers(text, args, mode);
  const type = operatorType(call, a, b);
  if (operator === 'div') return integralDivision(call, a, b);
  if (type.kind === 'decimal') return decimalArithmetic(call, a, b);
  const operands = [castTo(a, type, mode), castTo(b, type, mode)] as const;
  if (['+', '-', '*'].includes(operator)) {
    return strict(
      { text, type },
      operands,
      isIntegral(type) ? integralOperator(operator, type, mode) : floating(operator, type),
    );
  }
  const compute = own(divisions, operator) as (x: number, y: number) => number;
  const narrow = narrowing(type);
  return strictFromRight({ text, type }, operands, (x: number, y: number) =>
    y === 0 ? byZero(mode) : narrow(compute(x, y)),
  );
}

function operatorType({ name, mode }: SqlCall, a: Typed, b: Typed): SqlType {
  const type = widerType(a.type, b.type, mode) as SqlType;
  if (name === '/' && type.kind !== 'decimal') return types.double;
  return type;
}

const divisions: Readonly<Record<string, (x: number, y: number) => number>> = {
  '/': (x, y) => x / y,
  '%': (x, y) => x % y,
  pmod: (x, y) => {
    const rest = x % y;
    return rest < 0 ? (rest + y) % y : rest;
  },
};

/** Whole numbers have no negative zero, floats the digits of a float. */
function narrowing(type: SqlType): (value: number) => number {
  if (isIntegral(type)) return (value) => value + 0;
  return type.kind === 'float' ? Math.fround : (value) => value;
}

function floating(operator: string, type: SqlType): (x: number, y: number) => number {
  const narrow = narrowing(type);
  const compute = own(exact, operator) as (x: number, y: number) => number;
  return (x, y) => narrow(compute(x, y));
}

const exact: Readonly<Record<string, (x: number, y: number) => number>> = {
  '+': (x, y) => x + y,
  '-': (x, y) => x - y,
  '*': (x, y) => x * y,
};

/** The minus sign. */
export function negate(text: string, args: readonly Typed[], mode: SqlMode): Typed {
  const value = toNumber(defined(args[0]), text, mode);
  if (value.type.kind === 'decimal') return strict({ text, type: value.type }, [value], (x: bigint) => -x);
  if (!isIntegral(value.type)) return strict({ text, type: value.type }, [value], (x: number) => -x);
  const subtract = integralOperator('-', value.type, mode);
  return strict({ text, type: value.type }, [value], (x: number) => subtract(0, x));
}

/** Texts become doubles where a number is due. */
export function toNumber(value: Typed, text: string, mode: SqlMode): Typed {
  if (isNumeric(value.type)) return value;
  if (value.type.kind === 'null') return { ...value, type: types.int };
  if (value.type.kind === 'string') return castTo(value, types.double, mode);
  throw refuse(text, `${value.text} is no number`);
}

/** Two operands; in ANSI mode a text beside a whole number becomes a long. */
function toNumbers(text: string, args: readonly Typed[], mode: SqlMode): [Typed, Typed] {
  const [a, b] = args as [Typed, Typed];
  const asNumber = (value: Typed, other: Typed) => {
    const isPromoted = mode.isAnsi && value.type.kind === 'string' && isNumeric(other.type);
    if (value.type.kind === 'null' && isNumeric(other.type)) return castTo(value, other.type, mode);
    return isPromoted ? castTo(value, besideText(other.type), mode) : toNumber(value, text, mode);
  };
  return [asNumber(a, b), asNumber(b, a)];
}

function integralOperator(operator: string, type: SqlType, mode: SqlMode): (x: number, y: number) => SqlValue {
  const width = bitsOf(type);
  const compute = own(exact, operator) as (x: number, y: number) => number;
  return (x, y) => {
    const result = compute(x, y);
    if (width === 32 ? result === (result | 0) : width === 64 && Number.isSafeInteger(result)) return result + 0;
    const [left, right] = [BigInt(x), BigInt(y)];
    const big = operator === '+' ? left + right : operator === '-' ? left - right : left * right;
    const wrapped = BigInt.asIntN(width, big);
    if (wrapped === big) return Number(wrapped);
    if (mode.isTry === true) return null;
    if (mode.isAnsi) throw new SqlRowError(`The sum, difference or product overflows ${type.kind}`);
    return Number(wrapped);
  };
}

/** `DIV`: a long, of whole numbers or decimals. */
function integralDivision({ text, mode }: SqlCall, a: Typed, b: Typed): Typed {
  if (isIntegral(a.type) && isIntegral(b.type)) {
    return strictFromRight({ text, type: types.long }, [a, b], (x: number, y: number) =>
      y === 0 ? byZero(mode) : Math.trunc(x / y) + 0,
    );
  }
  const [left, right] = [decimalOf(a, b), decimalOf(b, a)];
  if (left === undefined || right === undefined) throw refuse(text, 'DIV is read for whole numbers and decimals only');
  const operands = [castTo(a, left, mode), castTo(b, right, mode)] as const;
  return strictFromRight({ text, type: types.long }, operands, (x: bigint, y: bigint) => {
    if (y === 0n) return byZero(mode);
    const value = (x * 10n ** BigInt(right.scale)) / (y * 10n ** BigInt(left.scale));
    const wrapped = BigInt.asIntN(64, value);
    if (wrapped !== value && mode.isAnsi) throw new SqlRowError('The quotient overflows long');
    return Number(wrapped);
  });
}

/** Precision and scale as Spark works them out; digits that do not fit in 38 are taken from the fraction, down to 6. */
function decimalArithmetic({ name: operator, text, mode }: SqlCall, a: Typed, b: Typed): Typed {
  const [left, right] = [decimalOf(a, b) as Decimal, decimalOf(b, a) as Decimal];
  const type = resultType(operator, left, right);
  const operation = { operator, left, right, type };
  const operands = [castTo(a, left, mode), castTo(b, right, mode)] as const;
  const isDivision = ['/', '%', 'pmod'].includes(operator);
  const compute = (x: bigint, y: bigint): SqlValue => {
    if (y === 0n && isDivision) return byZero(mode);
    const value = decimalResult(operation, x, y);
    if (fitsPrecision(value, type.precision)) return value;
    if (mode.isAnsi && mode.isTry !== true)
      throw new SqlRowError(`${decimalText(value, type.scale)} does not fit in a decimal`);
    return null;
  };
  return isDivision ? strictFromRight({ text, type }, operands, compute) : strict({ text, type }, operands, compute);
}

/** A whole number beside a decimal as one; a literal has only the digits that it needs. Source: Spark `DecimalPrecision`. */
function decimalOf({ type, literal }: Typed, other: Typed): Decimal | undefined {
  if (type.kind !== 'decimal' && !isIntegral(type)) return undefined;
  if (other.type.kind !== 'decimal' || typeof literal !== 'number' || !isIntegral(type)) return asDecimal(type);
  return { kind: 'decimal', precision: String(Math.abs(literal)).length, scale: 0 };
}

function resultType(operator: string, a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  const whole = Math.max(a.precision - a.scale, b.precision - b.scale);
  if (operator === '*') return adjust(a.precision + b.precision + 1, a.scale + b.scale);
  if (operator === '/') {
    const fraction = Math.max(6, a.scale + b.precision + 1);
    return adjust(a.precision - a.scale + b.scale + fraction, fraction);
  }
  if (operator === '%' || operator === 'pmod')
    return adjust(Math.min(a.precision - a.scale, b.precision - b.scale) + scale, scale);
  return adjust(whole + scale + 1, scale);
}

function adjust(precision: number, scale: number): Decimal {
  if (precision <= 38) return { kind: 'decimal', precision, scale };
  return { kind: 'decimal', precision: 38, scale: Math.max(38 - (precision - scale), Math.min(scale, 6)) };
}

/** An operator of decimals: the types of what is on its left and right, and of its result. */
interface DecimalOperation {
  readonly operator: string;
  readonly left: Decimal;
  readonly right: Decimal;
  readonly type: Decimal;
}

function decimalResult({ operator, left: a, right: b, type }: DecimalOperation, x: bigint, y: bigint): bigint {
  if (operator === '*') return rescale(x * y, a.scale + b.scale, type.scale);
  if (operator === '/') return divideHalfUp(x * 10n ** BigInt(type.scale + b.scale), y * 10n ** BigInt(a.scale));
  const scale = Math.max(a.scale, b.scale);
  const [left, right] = [rescale(x, a.scale, scale), rescale(y, b.scale, scale)];
  return rescale(combine(operator, left, right), scale, type.scale);
}

function combine(operator: string, x: bigint, y: bigint): bigint {
  if (operator === '+') return x + y;
  if (operator === '-') return x - y;
  const rest = x % y;
  return operator === 'pmod' && rest < 0n ? (rest + y) % y : rest;
}

function byZero({ isAnsi, isTry }: SqlMode): null {
  if (isAnsi && isTry !== true) throw new SqlRowError('Division by zero');
  return null;
}
