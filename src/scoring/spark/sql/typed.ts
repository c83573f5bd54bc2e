import { SqlError } from './sql-error.ts';
import type { SqlType, SqlValue } from './sql-type.ts';

/** An expression whose columns are bound: the type of its values, and its value in each row. */
export interface Typed {
  readonly type: SqlType;
  readonly evaluate: (row: number) => SqlValue;
  /** How it was written. */
  readonly text: string;
}

/** How a statement is to be understood. */
export interface SqlMode {
  /** `spark.sql.ansi.enabled`: what does not fit is refused instead of null or wrapped. On by default since Spark 4. */
  readonly isAnsi: boolean;
}

/** A value computed from non-null arguments, which are of the types that they were bound with; null if one of them is null. */
export function strict(
  text: string,
  type: SqlType,
  args: readonly Typed[],
  compute: (...values: never[]) => SqlValue,
): Typed {
  const [first, second] = args;
  if (first !== undefined && args.length === 1) {
    const evaluate = (row: number) => {
      const value = first.evaluate(row);
      return value === null ? null : compute(value as never);
    };
    return { type, text, evaluate };
  }
  if (first !== undefined && second !== undefined && args.length === 2) {
    const evaluate = (row: number) => {
      const [a, b] = [first.evaluate(row), second.evaluate(row)];
      return a === null || b === null ? null : compute(a as never, b as never);
    };
    return { type, text, evaluate };
  }
  const evaluate = (row: number) => {
    const values = args.map((arg) => arg.evaluate(row));
    return values.includes(null) ? null : compute(...(values as never[]));
  };
  return { type, text, evaluate };
}

/** Refuses an expression, naming it. */
export function refuse(text: string, why: string): SqlError {
  return new SqlError(`the expression ${text} is not read: ${why}`);
}
