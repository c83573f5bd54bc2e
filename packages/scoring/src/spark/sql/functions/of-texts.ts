import { castTo } from '../cast.ts';
import { textOf } from '../comparison.ts';
import type { BindFunction } from '../bind-function.ts';
import { type SqlType, type SqlValue, types } from '../sql-type.ts';
import { strict } from '../typed.ts';
import { count } from './arguments.ts';

export type Parameter = 'text' | 'int' | 'long';

/** A function of texts and whole numbers; the last `optional` parameters may be left out. */
export const ofTexts =
  (
    parameters: readonly Parameter[],
    type: SqlType,
    compute: (...values: never[]) => SqlValue,
    optional = 0,
  ): BindFunction =>
  (text, args, mode) => {
    count(text, args, parameters.length - optional, parameters.length);
    const operands = args.map((arg, at) => {
      return parameters[at] === 'text' ? textOf(text, arg) : castTo(arg, types[parameters[at]], mode);
    });
    return strict(text, type, operands, compute);
  };
