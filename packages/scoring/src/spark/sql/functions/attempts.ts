import { arithmetic } from '../arithmetic.ts';
import { comparison } from '../comparison.ts';
import type { BindFunction } from '../bind-function.ts';
import { choose } from './conditionals.ts';
import { types } from '../sql-type.ts';
import type { Typed } from '../typed.ts';
import { count } from './arguments.ts';

const attempt =
  (operator: string): BindFunction =>
  (text, args, mode) => {
    count(text, args, 2);
    return arithmetic(operator, text, args, { ...mode, isTry: true });
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
    count(text, args, 2);
    return arithmetic('%', text, args, mode);
  },
  pmod: (text, args, mode) => {
    count(text, args, 2);
    return arithmetic('pmod', text, args, mode);
  },
  equal_null: (text, args, mode) => {
    count(text, args, 2);
    return comparison('<=>', text, args, mode);
  },
  zeroifnull: (text, args, mode) => {
    count(text, args, 1);
    const [value] = args as [Typed];
    const condition: Typed = { type: types.boolean, text, evaluate: (row) => value.evaluate(row) === null };
    return choose(text, [{ condition, result: zero }], value, mode);
  },
  nullifzero: (text, args, mode) => {
    count(text, args, 1);
    const [value] = args as [Typed];
    const none: Typed = { type: types.null, text: 'NULL', evaluate: () => null };
    return choose(text, [{ condition: comparison('=', text, [value, zero], mode), result: none }], value, mode);
  },
};
