import { type BasicType, type DataType, describeType } from '../../frame/data-type.ts';
import { ScoringError } from '../../scoring-error.ts';
import { javaDoubleText, javaFloatText } from '../../text/java-double-text.ts';
import { parseJavaDouble, parseJavaInteger } from '../../text/parse-java-double.ts';
import { parseJavaFloat } from '../../text/parse-java-float.ts';
import { createRegister, registerKind } from './create-register.ts';
import type { Kernel } from './kernel.ts';
import { NumberRegister } from './number-register.ts';
import type { Register, StringRegister, ValueRegister } from './register.ts';
import type { FailurePlace, RowFailures } from './row-failures.ts';
import { VectorRegister } from './vector-register.ts';

export interface CastPlace {
  readonly failures: RowFailures;
  readonly place: FailurePlace;
}

/**
 * A register of type `wanted` and the kernel that fills it, or undefined where `from` serves as it is.
 * Source: MLeap `core/types/Casting.scala`. Throws `wrong_type` where there is no cast.
 */
export function castRegister(
  from: Register,
  wanted: DataType,
  at: CastPlace,
): { register: Register; kernel: Kernel } | undefined {
  const kind = registerKind(wanted);
  if (from.kind === 'number' && kind === 'number') return castNumbers(from, wanted);
  if (from.kind === kind && (kind !== 'value' || from.type.shape === wanted.shape)) return undefined;
  if (from.kind === 'number' && kind === 'string') return numbersToStrings(from, wanted);
  if (from.kind === 'string' && kind === 'number') return stringsToNumbers(from, wanted, at);
  if (from.kind === 'value' && from.type.shape !== 'map' && kind === 'vector') return valuesToVectors(from, wanted);
  if (from.kind === 'vector' && kind === 'value' && wanted.shape === 'list') return vectorsToLists(from, wanted, at);
  throw new ScoringError(
    'wrong_type',
    `Column "${from.name}" is ${describeType(from.type)}, but ${at.place.node} (${at.place.op}) needs ${describeType(wanted)}.`,
    at.place,
  );
}

/** Bits of the integer types; the others take any number. */
const integerBits: Readonly<Partial<Record<BasicType, number>>> = { byte: 8, short: 16, int: 32 };

/** How wide a type is: a value of a narrower one passes unchanged. */
const width: Readonly<Record<BasicType, number>> = {
  boolean: 0,
  byte: 1,
  short: 2,
  int: 3,
  long: 4,
  float: 5,
  double: 6,
  string: 9,
  byte_string: 9,
};

function castNumbers(from: NumberRegister, wanted: DataType): { register: Register; kernel: Kernel } | undefined {
  const isSame = from.type.base === wanted.base;
  if (isSame || (width[from.type.base] < width[wanted.base] && wanted.base !== 'float')) return undefined;
  const register = new NumberRegister(wanted, from.name);
  const cast = numberCast(wanted.base);
  return {
    register,
    kernel: (rowCount) => {
      register.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        if (from.isNull(row)) register.setNull(row);
        else register.values[row] = cast(from.values[row]);
      }
    },
  };
}

/** Toward zero, saturating at int or long, NaN to 0; byte and short are cut from the int. */
function numberCast(to: BasicType): (value: number) => number {
  if (to === 'boolean') return (value) => (value === 0 ? 0 : 1);
  if (to === 'float') return Math.fround;
  const bits = integerBits[to];
  if (to === 'long')
    return (value) => (value !== value ? 0 : Math.trunc(Math.min(Math.max(value, -(2 ** 63)), 2 ** 63)));
  if (bits === undefined) return (value) => value;
  return (value) => {
    const whole = value !== value ? 0 : Math.trunc(Math.min(Math.max(value, -2147483648), 2147483647));
    return bits === 32 ? whole : (whole << (32 - bits)) >> (32 - bits);
  };
}

/** Java's text of a cell of numbers that is not null. */
export function numberText({ values, longs }: NumberRegister, row: number, base: BasicType): string {
  const value = values[row];
  if (base === 'double') return javaDoubleText(value);
  return base === 'float' ? javaFloatText(value) : String(longs?.get(row) ?? value);
}

function numbersToStrings(from: NumberRegister, wanted: DataType): { register: Register; kernel: Kernel } {
  const register = createRegister(wanted, from.name) as StringRegister;
  const { base } = from.type;
  return {
    register,
    kernel: (rowCount) => {
      register.values.length = rowCount;
      for (let row = 0; row < rowCount; row++) {
        register.values[row] = from.isNull(row) ? null : numberText(from, row, base);
      }
    },
  };
}

function stringsToNumbers(
  from: StringRegister,
  wanted: DataType,
  at: CastPlace,
): { register: Register; kernel: Kernel } {
  const register = new NumberRegister(wanted, from.name);
  const parse = textParser(wanted.base);
  return {
    register,
    kernel: (rowCount) => {
      register.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const text = from.values[row];
        if (text === null || text === undefined || text === '' || text === 'null') {
          register.setNull(row);
          continue;
        }
        const value = parse(text);
        register.values[row] = value ?? Number.NaN;
        if (value !== undefined) continue;
        const failure = { code: 'invalid_value', message: `For input string: "${text}"`, value: text } as const;
        at.failures.fail(row, failure, at.place);
      }
    },
  };
}

function textParser(base: BasicType): (text: string) => number | undefined {
  if (base === 'double') return parseJavaDouble;
  if (base === 'boolean') return (text) => (text === 'false' || text === 'no' || /^0+$/.test(text) ? 0 : 1);
  if (base === 'byte' || base === 'short' || base === 'int' || base === 'long') {
    return (text) => {
      const value = parseJavaInteger(text, base);
      return value === undefined ? undefined : Number(value);
    };
  }
  return parseJavaFloat;
}

function valuesToVectors(from: ValueRegister, wanted: DataType): { register: Register; kernel: Kernel } {
  const register = new VectorRegister(wanted, from.name);
  return {
    register,
    kernel: (rowCount) => {
      register.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const cell = from.values[row] as readonly number[] | { readonly values: readonly number[] } | null | undefined;
        if (cell === null || cell === undefined) {
          register.closeNull(rowCount);
          continue;
        }
        const values = Array.isArray(cell)
          ? (cell as readonly number[])
          : (cell as { values: readonly number[] }).values;
        register.room(values.length);
        register.values.set(values, register.length);
        register.closeDense(values.length);
      }
    },
  };
}

const sparseFailure = {
  code: 'wrong_type',
  message: 'Cannot cast from SparseTensor to List',
  value: undefined,
} as const;

function vectorsToLists(from: VectorRegister, wanted: DataType, at: CastPlace): { register: Register; kernel: Kernel } {
  const register = createRegister(wanted, from.name) as ValueRegister;
  return {
    register,
    kernel: (rowCount) => {
      register.values.length = rowCount;
      for (let row = 0; row < rowCount; row++) {
        const isSparse = from.isSparse(row);
        if (isSparse) at.failures.fail(row, sparseFailure, at.place);
        register.values[row] =
          from.isNull(row) || isSparse
            ? null
            : Array.from(from.values.subarray(from.starts[row], from.starts[row + 1]));
      }
    },
  };
}
