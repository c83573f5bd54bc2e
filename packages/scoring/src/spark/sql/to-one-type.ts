import { castTo } from './cast.ts';
import { asDecimal, isIntegral, isNumeric, type SqlType, types } from './sql-type.ts';
import { refuse, type SqlMode, type SqlPlace, type Typed } from './typed.ts';

/** The order in which numbers widen. */
const order = ['byte', 'short', 'int', 'long', 'decimal', 'float', 'double'];

/**
 * The narrowest type that holds both; undefined where there is none.
 * Source: Spark `TypeCoercion.findWiderTypeForTwo`, `AnsiTypeCoercion.findTightestCommonType`.
 */
export function widerType(a: SqlType, b: SqlType, { isAnsi }: SqlMode): SqlType | undefined {
  if (a.kind === 'null') return b;
  if (b.kind === 'null' || (a.kind === b.kind && a.kind !== 'decimal')) return a;
  if (!isNumeric(a) || !isNumeric(b)) return undefined;
  if (a.kind === 'double' || b.kind === 'double') return types.double;
  // A float holds neither all decimals nor, which only ANSI mode minds, all whole numbers.
  if (a.kind === 'float' || b.kind === 'float') {
    return isAnsi || a.kind === 'decimal' || b.kind === 'decimal' ? types.double : types.float;
  }
  if (a.kind === 'decimal' || b.kind === 'decimal') {
    const [left, right] = [asDecimal(a), asDecimal(b)];
    const scale = Math.max(left.scale, right.scale);
    const whole = Math.max(left.precision - left.scale, right.precision - right.scale);
    return { kind: 'decimal', precision: Math.min(38, whole + scale), scale };
  }
  return order.indexOf(a.kind) > order.indexOf(b.kind) ? a : b;
}

/** How values are brought together: those that are compared with each other, or those that one is chosen of. */
export type Meeting = 'comparison' | 'choice';

/**
 * Brings values to one type. A text beside another type: in ANSI mode it becomes that type, whole numbers being longs and others
 * doubles; else it is read as that type where values are compared, and where one is chosen numbers become texts.
 * Source: Spark `TypeCoercion`, `AnsiTypeCoercion`.
 */
export function toOneType(
  values: readonly Typed[],
  meeting: Meeting,
  { text, mode }: SqlPlace,
): { type: SqlType; values: Typed[] } {
  let type: SqlType = types.null;
  for (const value of values) {
    const meet = { isAnsi: mode.isAnsi, meeting };
    const wider: SqlType | undefined = widerType(type, value.type, mode) ?? withText(type, value.type, meet);
    if (wider === undefined) throw refuse(text, `${value.text} is of another type than what stands beside it`);
    type = wider;
  }
  return { type, values: values.map((value) => castTo(value, type, mode)) };
}

function withText(
  a: SqlType,
  b: SqlType,
  { isAnsi, meeting }: { readonly isAnsi: boolean; readonly meeting: Meeting },
): SqlType | undefined {
  const other = a.kind === 'string' ? b : b.kind === 'string' ? a : undefined;
  if (other === undefined || other.kind === 'other') return undefined;
  if (isAnsi) return besideText(other);
  if (meeting === 'choice') return other.kind === 'boolean' ? undefined : types.string;
  return other.kind === 'decimal' ? types.double : other;
}

/** What a text becomes beside a value of a type in ANSI mode. Source: Spark `AnsiTypeCoercion.findWiderTypeForString`. */
export function besideText(type: SqlType): SqlType {
  if (isIntegral(type)) return types.long;
  return isNumeric(type) ? types.double : type;
}
