import type { StepBudget } from '../../text/java-regex/step-budget.ts';
import { SqlError } from './sql-error.ts';
import type { SqlType, SqlValue } from './sql-type.ts';

/** An expression whose columns are bound: the type of its values, and its value in each row. */
export interface Typed {
  readonly type: SqlType;
  readonly evaluate: (row: number) => SqlValue;
  /** How it was written. */
  readonly text: string;
  /** The value of a literal. */
  readonly literal?: SqlValue;
}

/** How a statement is to be understood. */
export interface SqlMode {
  /** `spark.sql.ansi.enabled`: what does not fit is refused instead of null or wrapped. On by default since Spark 4. */
  readonly isAnsi: boolean;
  /** In `try_add` and its like what does not fit is null in either mode. */
  readonly isTry?: boolean;
  /** What all regular expressions of the statement may cost in a request. */
  readonly budget?: StepBudget;
}

/** A function or an operator, how it was written, and its bound arguments. */
export interface SqlCall extends SqlPlace {
  readonly name: string;
  readonly args: readonly Typed[];
}

/** An expression while it is bound: how it was written, and how it is to be understood. */
export interface SqlPlace {
  readonly text: string;
  readonly mode: SqlMode;
}

/**
 * A value computed from non-null arguments, which are of the types that they were bound with; null if one of them is null, and
 * then those behind it are not looked at: they may not fail the row. Source: `nullSafeEval` of Spark's `Expression.scala`.
 */
export function strict(
  { text, type }: Pick<Typed, 'text' | 'type'>,
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
      const a = first.evaluate(row);
      if (a === null) return null;
      const b = second.evaluate(row);
      return b === null ? null : compute(a as never, b as never);
    };
    return { type, text, evaluate };
  }
  const evaluate = (row: number) => {
    const values: SqlValue[] = [];
    for (const arg of args) {
      const value = arg.evaluate(row);
      if (value === null) return null;
      values.push(value);
    }
    return compute(...(values as never[]));
  };
  return { type, text, evaluate };
}

/** As `strict` for two arguments, the second of which is looked at first, as divisions do. */
export function strictFromRight(
  { text, type }: Pick<Typed, 'text' | 'type'>,
  [first, second]: readonly [Typed, Typed],
  compute: (a: never, b: never) => SqlValue,
): Typed {
  const evaluate = (row: number) => {
    const b = second.evaluate(row);
    if (b === null) return null;
    const a = first.evaluate(row);
    return a === null ? null : compute(a as never, b as never);
  };
  return { type, text, evaluate };
}

/** Refuses an expression, naming it. */
export function refuse(text: string, why: string): SqlError {
  return new SqlError(`the expression ${text} is not read: ${why}`);
}
