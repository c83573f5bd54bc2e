import type { BindFunction } from '../bind-function.ts';
import { castTo } from '../cast.ts';
import { textOf } from '../comparison.ts';
import { type SqlType, type SqlValue, types } from '../sql-type.ts';
import { strict } from '../typed.ts';
import { checkCount } from './check-count.ts';

/** What a function takes; those with a question mark may be left out. */
export type Parameter = 'text' | 'int' | 'long' | 'text?' | 'int?';

/** A function of texts and whole numbers. */
export const ofTexts =
  (parameters: readonly Parameter[], type: SqlType, compute: (...values: never[]) => SqlValue): BindFunction =>
  (text, args, mode) => {
    const least = parameters.filter((parameter) => !parameter.endsWith('?')).length;
    checkCount(text, args, [least, parameters.length]);
    const operands = args.map((arg, at) => {
      const parameter = parameters[at];
      if (parameter === 'text' || parameter === 'text?') return textOf(text, arg);
      return castTo(arg, parameter === 'long' ? types.long : types.int, mode);
    });
    return strict({ text, type }, operands, compute);
  };
