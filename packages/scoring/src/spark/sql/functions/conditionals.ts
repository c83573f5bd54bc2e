import { defined } from '../../../util/defined.ts';
import type { BindFunction } from '../bind-function.ts';
import { castTo } from '../cast.ts';
import { compare, toBoolean } from '../comparison.ts';
import { types } from '../sql-type.ts';
import { toOneType } from '../to-one-type.ts';
import type { SqlPlace, Typed } from '../typed.ts';
import { checkCount, onlyArgument } from './check-count.ts';

/** The first value that is not null. */
const coalesce: BindFunction = (text, args, mode) => {
  checkCount(text, args, [1, 1000]);
  const { type, values } = toOneType(args, 'choice', { text, mode });
  const evaluate = (row: number) => {
    for (const value of values) {
      const found = value.evaluate(row);
      if (found !== null) return found;
    }
    return null;
  };
  return { type, text, evaluate };
};

/** CASE: branches as pairs of condition and result. */
export function choose(
  place: SqlPlace,
  branches: readonly { readonly condition: Typed; readonly result: Typed }[],
  otherwise: Typed | undefined,
): Typed {
  const { text, mode } = place;
  const conditions = branches.map(({ condition }) => toBoolean(text, condition, mode));
  const none: Typed = otherwise ?? { type: types.null, text: 'NULL', evaluate: () => null };
  const { type, values } = toOneType([...branches.map(({ result }) => result), none], 'choice', place);
  const last = defined(values.at(-1));
  const evaluate = (row: number) => {
    const at = conditions.findIndex((condition) => condition.evaluate(row) === true);
    return (values[at] ?? last).evaluate(row);
  };
  return { type, text, evaluate };
}

/** The greatest or least of the values that are not null. */
const extreme =
  (sign: number): BindFunction =>
  (text, args, mode) => {
    checkCount(text, args, [2, 1000]);
    const { type, values } = toOneType(args, 'choice', { text, mode });
    const evaluate = (row: number) => {
      const found = values.map((value) => value.evaluate(row)).filter((value) => value !== null);
      return found.length === 0
        ? null
        : found.reduce((best, value) => (compare(value, best) * sign > 0 ? value : best));
    };
    return { type, text, evaluate };
  };

/** Functions that choose among their arguments. */
export const conditionals: Readonly<Record<string, BindFunction>> = {
  coalesce,
  nvl: (text, args, mode) => {
    checkCount(text, args, 2);
    return coalesce(text, args, mode);
  },
  ifnull: (text, args, mode) => {
    checkCount(text, args, 2);
    return coalesce(text, args, mode);
  },
  if: (text, args, mode) => {
    checkCount(text, args, 3);
    const [condition, result, otherwise] = args as [Typed, Typed, Typed];
    return choose({ text, mode }, [{ condition, result }], otherwise);
  },
  nvl2: (text, args, mode) => {
    checkCount(text, args, 3);
    const [value, result, otherwise] = args as [Typed, Typed, Typed];
    const condition: Typed = { type: types.boolean, text, evaluate: (row) => value.evaluate(row) !== null };
    return choose({ text, mode }, [{ condition, result }], otherwise);
  },
  nullif: (text, args, mode) => {
    checkCount(text, args, 2);
    const { values } = toOneType(args, 'comparison', { text, mode });
    const [value] = args as [Typed];
    const [a, b] = values as [Typed, Typed];
    const evaluate = (row: number) => {
      const [x, y] = [a.evaluate(row), b.evaluate(row)];
      return x !== null && y !== null && compare(x, y) === 0 ? null : value.evaluate(row);
    };
    return { type: value.type, text, evaluate };
  },
  nanvl: (text, args, mode) => {
    checkCount(text, args, 2);
    const type = args.some((arg) => arg.type.kind !== 'float') ? types.double : types.float;
    const [a, b] = args.map((arg) => castTo(arg, type, mode)) as [Typed, Typed];
    const evaluate = (row: number) => {
      const value = a.evaluate(row);
      return Number.isNaN(value) ? b.evaluate(row) : value;
    };
    return { type, text, evaluate };
  },
  isnull: (text, args) => {
    const value = onlyArgument(text, args);
    return { type: types.boolean, text, evaluate: (row) => value.evaluate(row) === null };
  },
  isnotnull: (text, args) => {
    const value = onlyArgument(text, args);
    return { type: types.boolean, text, evaluate: (row) => value.evaluate(row) !== null };
  },
  isnan: (text, args) => {
    const value = onlyArgument(text, args);
    return { type: types.boolean, text, evaluate: (row) => Number.isNaN(value.evaluate(row)) };
  },
  greatest: extreme(1),
  least: extreme(-1),
};
