import { castTo } from '../cast.ts';
import type { BindFunction } from '../bind-function.ts';
import { type SqlType, types } from '../sql-type.ts';
import { count } from './arguments.ts';

const to =
  (type: SqlType): BindFunction =>
  (text, args, mode) => {
    count(text, args, 1);
    return castTo(args[0], type, mode, false, text);
  };

/** Types called as functions: `double(x)` is `CAST(x AS double)`. */
export const conversions: Readonly<Record<string, BindFunction>> = {
  boolean: to(types.boolean),
  tinyint: to(types.byte),
  smallint: to(types.short),
  int: to(types.int),
  bigint: to(types.long),
  float: to(types.float),
  double: to(types.double),
  decimal: to({ kind: 'decimal', precision: 10, scale: 0 }),
  string: to(types.string),
};
