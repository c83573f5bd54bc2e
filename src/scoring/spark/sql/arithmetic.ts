import { castTo } from './cast.ts';
import { decimalText, divideHalfUp, fitsPrecision, rescale } from './decimal.ts';
import { SqlRowError } from './sql-error.ts';
import { asDecimal, isIntegral, isNumeric, type SqlType, type SqlValue, types, widerType } from './sql-type.ts';
import { refuse, type SqlMode, strict, type Typed } from './typed.ts';

type Decimal = Extract<SqlType, { kind: 'decimal' }>;

const bits: Readonly<Record<string, number>> = { byte: 8, short: 16, int: 32, long: 64 };

/**
 * `+ - * / % div` and the sign. Division of whole numbers gives a double; by zero it gives null, and in ANSI mode refuses the
 * row; so does what overflows an integral type, which wraps otherwise. Source: Spark `arithmetic.scala`.
 */
export function arithmetic(operator: string, text: string, args: readonly Typed[], mode: SqlMode): Typed {
  const [a, b] = args.map((arg) => toNumber(arg, text, mode)) as [Typed, Typed];
  if (operator === 'div') return integralDivision(text, a, b, mode);
  const type = widerType(a.type, b.type) as SqlType;
  if (operator === '/' && type.kind !== 'decimal') {
    const operands = [castTo(a, types.double, mode), castTo(b, types.double, mode)];
    return strict(text, types.double, operands, (x: number, y: number) => (y === 0 ? byZero(mode) : x / y));
  }
  if (type.kind === 'decimal') return decimalArithmetic(operator, text, a, b, mode);
  const operands = [castTo(a, type, mode), castTo(b, type, mode)];
  if (isIntegral(type)) return strict(text, type, operands, integralOperator(operator, type, mode));
  const narrow = type.kind === 'float' ? Math.fround : (value: number) => value;
  const compute = floating[operator] as (x: number, y: number) => number;
  return strict(text, type, operands, (x: number, y: number) => {
    return operator === '%' && y === 0 ? byZero(mode) : narrow(compute(x, y));
  });
}

const floating: Readonly<Record<string, (x: number, y: number) => number>> = {
  '+': (x, y) => x + y,
  '-': (x, y) => x - y,
  '*': (x, y) => x * y,
  '%': (x, y) => x % y,
};

/** The minus sign. */
export function negate(text: string, args: readonly Typed[], mode: SqlMode): Typed {
  const value = toNumber(args[0] as Typed, text, mode);
  if (value.type.kind === 'decimal') return strict(text, value.type, [value], (x: bigint) => -x);
  if (!isIntegral(value.type)) return strict(text, value.type, [value], (x: number) => -x);
  const subtract = integralOperator('-', value.type, mode);
  return strict(text, value.type, [value], (x: number) => subtract(0, x));
}

/** Texts become numbers where one is due: doubles, or in ANSI mode beside whole numbers longs, which `castTo` leaves to it. */
export function toNumber(value: Typed, text: string, mode: SqlMode): Typed {
  if (isNumeric(value.type)) return value;
  if (value.type.kind === 'null') return { ...value, type: types.int };
  if (value.type.kind === 'string') return castTo(value, types.double, mode);
  throw refuse(text, `${value.text} is no number`);
}

function integralOperator(operator: string, type: SqlType, mode: SqlMode): (x: number, y: number) => SqlValue {
  const width = bits[type.kind] ?? 64;
  const check = (exact: number, x: number, y: number): number => {
    if (width === 32 ? exact === (exact | 0) : Number.isSafeInteger(exact) && width === 64) return exact + 0;
    const big =
      operator === '+' ? BigInt(x) + BigInt(y) : operator === '-' ? BigInt(x) - BigInt(y) : BigInt(x) * BigInt(y);
    const wrapped = BigInt.asIntN(width, big);
    if (wrapped !== big && mode.isAnsi) throw new SqlRowError(`The sum, difference or product overflows ${type.kind}`);
    return Number(wrapped);
  };
  if (operator === '%') return (x, y) => (y === 0 ? byZero(mode) : (x % y) + 0);
  const compute = floating[operator] as (x: number, y: number) => number;
  return (x, y) => check(compute(x, y), x, y);
}

function integralDivision(text: string, a: Typed, b: Typed, mode: SqlMode): Typed {
  if (!isIntegral(a.type) || !isIntegral(b.type)) throw refuse(text, 'DIV is read for whole numbers only');
  return strict(text, types.long, [a, b], (x: number, y: number) => (y === 0 ? byZero(mode) : Math.trunc(x / y) + 0));
}

/** Precision and scale as Spark works them out; digits that do not fit in 38 are taken from the fraction, down to 6. */
function decimalArithmetic(operator: string, text: string, a: Typed, b: Typed, mode: SqlMode): Typed {
  const [left, right] = [asDecimal(a.type), asDecimal(b.type)];
  const type = resultType(operator, left, right);
  const operands = [castTo(a, left, mode), castTo(b, right, mode)];
  return strict(text, type, operands, (x: bigint, y: bigint) => {
    if (y === 0n && (operator === '/' || operator === '%')) return byZero(mode);
    const value = decimalResult(operator, x, left, y, right, type);
    if (fitsPrecision(value, type.precision)) return value;
    if (mode.isAnsi) throw new SqlRowError(`${decimalText(value, type.scale)} does not fit in a decimal`);
    return null;
  });
}

function resultType(operator: string, a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  const whole = Math.max(a.precision - a.scale, b.precision - b.scale);
  if (operator === '*') return adjust(a.precision + b.precision + 1, a.scale + b.scale);
  if (operator === '/') {
    const fraction = Math.max(6, a.scale + b.precision + 1);
    return adjust(a.precision - a.scale + b.scale + fraction, fraction);
  }
  if (operator === '%') return adjust(Math.min(a.precision - a.scale, b.precision - b.scale) + scale, scale);
  return adjust(whole + scale + 1, scale);
}

function adjust(precision: number, scale: number): Decimal {
  if (precision <= 38) return { kind: 'decimal', precision, scale };
  return { kind: 'decimal', precision: 38, scale: Math.max(38 - (precision - scale), Math.min(scale, 6)) };
}

function decimalResult(operator: string, x: bigint, a: Decimal, y: bigint, b: Decimal, type: Decimal): bigint {
  if (operator === '*') return rescale(x * y, a.scale + b.scale, type.scale);
  if (operator === '/') return divideHalfUp(x * 10n ** BigInt(type.scale + b.scale), y * 10n ** BigInt(a.scale));
  const scale = Math.max(a.scale, b.scale);
  const [left, right] = [rescale(x, a.scale, scale), rescale(y, b.scale, scale)];
  const value = operator === '+' ? left + right : operator === '-' ? left - right : left % right;
  return rescale(value, scale, type.scale);
}

function byZero({ isAnsi }: SqlMode): null {
  if (isAnsi) throw new SqlRowError('Division by zero');
  return null;
}
