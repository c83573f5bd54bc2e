import { arithmetic } from '../arithmetic.ts';
import type { BindFunction } from '../bind-function.ts';
import { comparison } from '../comparison.ts';
import { types } from '../sql-type.ts';
import type { Typed } from '../typed.ts';
import { checkCount, onlyArgument } from './check-count.ts';
import { choose } from './conditionals.ts';

const attempt =
  (operator: string): BindFunction =>
  (text, args, mode) => {
    checkCount(text, args, 2);
    return arithmetic({ name: operator, text, args, mode: { ...mode, isTry: true } });
  };

const zero: Typed = { type: types.int, text: '0', literal: 0, evaluate: () => 0 };

/** Functions that stand for operators: arithmetic that gives null where it cannot answer, comparisons with null and zero. */
export const attempts: Readonly<Record<string, BindFunction>> = {
  try_add: attempt('+'),
  try_subtract: attempt('-'),
  try_multiply: attempt('*'),
  try_divide: attempt('/'),
  try_mod: attempt('%'),
  mod: (text, args, mode) => {
    checkCount(text, args, 2);
    return arithmetic({ name: '%', text, args, mode });
  },
  pmod: (text, args, mode) => {
    checkCount(text, args, 2);
    return arithmetic({ name: 'pmod', text, args, mode });
  },
  equal_null: (text, args, mode) => {
    checkCount(text, args, 2);
    return comparison({ name: '<=>', text, args, mode });
  },
  zeroifnull: (text, args, mode) => {
    const value = onlyArgument(text, args);
    const condition: Typed = { type: types.boolean, text, evaluate: (row) => value.evaluate(row) === null };
    return choose({ text, mode }, [{ condition, result: zero }], value);
  },
  nullifzero: (text, args, mode) => {
    const value = onlyArgument(text, args);
    const none: Typed = { type: types.null, text: 'NULL', evaluate: () => null };
    const condition = comparison({ name: '=', text, args: [value, zero], mode });
    return choose({ text, mode }, [{ condition, result: none }], value);
  },
};
