import { bitsOf } from '../arithmetic.ts';
import type { BindFunction } from '../bind-function.ts';
import { castTo } from '../cast.ts';
import { isIntegral, types } from '../sql-type.ts';
import { widerType } from '../to-one-type.ts';
import { refuse, strict, type Typed } from '../typed.ts';
import { checkCount, onlyArgument } from './check-count.ts';

/** `& | ^` of whole numbers, in the wider of their types. */
const bitwise =
  (compute: (a: bigint, b: bigint) => bigint): BindFunction =>
  (text, args, mode) => {
    checkCount(text, args, 2);
    const [a, b] = args as [Typed, Typed];
    const type = widerType(a.type, b.type, mode);
    if (type === undefined || !isIntegral(type)) throw refuse(text, 'bits are read of whole numbers only');
    const operands = [castTo(a, type, mode), castTo(b, type, mode)];
    return strict({ text, type }, operands, (x: number, y: number) => Number(compute(BigInt(x), BigInt(y))));
  };

/** Shifts of ints and longs; the places count modulo the width, as in Java. */
const shift =
  (compute: (value: bigint, places: bigint, width: number) => bigint): BindFunction =>
  (text, args, mode) => {
    checkCount(text, args, 2);
    const [value, places] = args as [Typed, Typed];
    const type = value.type.kind === 'long' ? types.long : types.int;
    const width = bitsOf(type);
    return strict(
      { text, type },
      [castTo(value, type, mode), castTo(places, types.int, mode)],
      (x: number, by: number) => Number(BigInt.asIntN(width, compute(BigInt(x), BigInt(by & (width - 1)), width))),
    );
  };

const left = shift((value, places) => value << places);
const right = shift((value, places) => value >> places);
const unsigned = shift((value, places, width) => BigInt.asUintN(width, value) >> places);

/** Operators and functions of bits. Source: Spark `bitwiseExpressions.scala`, `ShiftLeft`. */
export const bits: Readonly<Record<string, BindFunction>> = {
  '&': bitwise((a, b) => a & b),
  '|': bitwise((a, b) => a | b),
  '^': bitwise((a, b) => a ^ b),
  '~': (text, args) => {
    const [value] = args as [Typed];
    if (!isIntegral(value.type)) throw refuse(text, 'bits are read of whole numbers only');
    return strict({ text, type: value.type }, [value], (x: number) => -x - 1);
  },
  shiftleft: left,
  '<<': left,
  shiftright: right,
  '>>': right,
  shiftrightunsigned: unsigned,
  '>>>': unsigned,
  bin: (text, args, mode) => {
    const value = castTo(onlyArgument(text, args), types.long, mode);
    return strict({ text, type: types.string }, [value], (x: number) => BigInt.asUintN(64, BigInt(x)).toString(2));
  },
};
