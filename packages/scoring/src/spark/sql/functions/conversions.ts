import type { BindFunction } from '../bind-function.ts';
import { castAs } from '../cast.ts';
import { type SqlType, types } from '../sql-type.ts';
import { onlyArgument } from './check-count.ts';

const to =
  (type: SqlType): BindFunction =>
  (text, args, mode) => {
    return castAs(onlyArgument(text, args), type, { text, mode });
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
