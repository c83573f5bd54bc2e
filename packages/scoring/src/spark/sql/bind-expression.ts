import { parseJavaFloat } from '../../text/parse-java-float.ts';
import { own } from '../../util/own.ts';
import { arithmetic, negate } from './arithmetic.ts';
import { castAs, parseType } from './cast.ts';
import { comparison, logic, membership, toBoolean } from './comparison.ts';
import { parseDecimal } from './decimal.ts';
import type { Expression, Literal } from './expression.ts';
import { choose } from './functions/conditionals.ts';
import { functions } from './functions.ts';
import { SqlError } from './sql-error.ts';
import { type SqlType, type SqlValue, types } from './sql-type.ts';
import { refuse, type SqlCall, type SqlMode, strict, type Typed } from './typed.ts';

/** What names a column's values; undefined for a column that there is none of. */
export type ResolveColumn = (name: string) => Typed | undefined;

/** Binds an expression to columns and types. Throws `SqlError` that names what is not read. */
export function bindExpression(expression: Expression, resolve: ResolveColumn, mode: SqlMode): Typed {
  const { text } = expression;
  const bind = (part: Expression) => bindExpression(part, resolve, mode);
  switch (expression.node) {
    case 'literal':
      return bindLiteral(expression.literal, text);
    case 'column': {
      const column = resolve(expression.name);
      if (column === undefined) throw refuse(text, 'there is no such column');
      return { ...column, text };
    }
    case 'cast': {
      const type = parseType(expression.type);
      if (type === undefined) throw refuse(text, `the type ${expression.type} is not read`);
      return castAs(bind(expression.operand), type, { text, mode, isTry: expression.isTry });
    }
    case 'case': {
      const branches = expression.branches.map(({ condition, result }) => ({
        condition: bind(condition),
        result: bind(result),
      }));
      const otherwise = expression.otherwise === undefined ? undefined : bind(expression.otherwise);
      return choose({ text, mode }, branches, otherwise);
    }
    case 'call':
      return bindCall({ name: expression.name, text, args: expression.args.map(bind), mode });
  }
}

function bindCall(call: SqlCall): Typed {
  const { name, text, args, mode } = call;
  if (['+', '-', '*', '/', '%', 'div'].includes(name)) return arithmetic(call);
  if (['=', '==', '<>', '!=', '<', '<=', '>', '>=', '<=>'].includes(name)) return comparison(call);
  const [first] = args as [Typed];
  switch (name) {
    case 'negative sign':
      return negate(text, args, mode);
    case 'and':
    case 'or':
      return logic(call);
    case 'not':
      return strict({ text, type: types.boolean }, [toBoolean(text, first, mode)], (value: boolean) => !value);
    case 'between': {
      const [value, low, high] = args as [Typed, Typed, Typed];
      const least = comparison({ name: '>=', text, args: [value, low], mode });
      const most = comparison({ name: '<=', text, args: [value, high], mode });
      return logic({ name: 'and', text, args: [least, most], mode });
    }
    case 'in':
      return membership(text, args, mode);
    case 'is null':
      return { type: types.boolean, text, evaluate: (row) => first.evaluate(row) === null };
    case 'is not null':
      return { type: types.boolean, text, evaluate: (row) => first.evaluate(row) !== null };
    case 'is true':
      return { type: types.boolean, text, evaluate: (row) => first.evaluate(row) === true };
    case 'is false':
      return { type: types.boolean, text, evaluate: (row) => first.evaluate(row) === false };
  }
  const bindFunction = own(functions, name);
  if (bindFunction === undefined)
    throw refuse(text, `there is no function or operator ${name} among those that are read`);
  return bindFunction(text, args, mode);
}

function bindLiteral(literal: Literal, text: string): Typed {
  const constant = (type: SqlType, value: SqlValue): Typed => ({ type, text, literal: value, evaluate: () => value });
  if (literal.kind === 'null') return constant(types.null, null);
  if (literal.kind === 'boolean') return constant(types.boolean, literal.value);
  if (literal.kind === 'string') return constant(types.string, literal.value);
  return bindNumber(literal.text, constant);
}

const suffixes: Readonly<Record<string, SqlType>> = {
  L: types.long,
  S: types.short,
  Y: types.byte,
  D: types.double,
  F: types.float,
};

/** Whole numbers are ints or longs, those with a point decimals, those with an exponent doubles. Source: Spark SQL's literals. */
function bindNumber(given: string, constant: (type: SqlType, value: SqlValue) => Typed): Typed {
  const [, digits = given, suffix = ''] = /^(.*?)(BD|[LSYDF])?$/i.exec(given) ?? [];
  const named = own(suffixes, suffix.toUpperCase());
  if (named !== undefined)
    return constant(named, named.kind === 'float' ? (parseJavaFloat(digits) ?? Number.NaN) : Number(digits));
  const isWhole = /^-?\d+$/.test(digits);
  if (suffix === '' && isWhole && Math.abs(Number(digits)) <= 2 ** 63) {
    const value = Number(digits);
    return constant(value === (value | 0) ? types.int : types.long, value);
  }
  if (suffix === '' && /e/i.test(digits)) return constant(types.double, Number(digits));
  const decimal = parseDecimal(digits);
  if (decimal === undefined) throw new SqlError(`${given} is no number`);
  const size = (decimal.value < 0n ? -decimal.value : decimal.value).toString().length;
  const precision = Math.max(size, decimal.scale);
  if (precision > 38) throw new SqlError(`${given} has more than 38 digits`);
  return constant({ kind: 'decimal', precision, scale: decimal.scale }, decimal.value);
}
