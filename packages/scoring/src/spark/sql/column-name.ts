import { javaDoubleText, javaFloatText } from '../../text/java-double-text.ts';
import { parseJavaFloat } from '../../text/parse-java-float.ts';
import { own } from '../../util/own.ts';
import { decimalText, parseDecimal } from './decimal.ts';
import type { Expression, Literal } from './expression.ts';
import { conversions } from './functions/conversions.ts';

/** Functions that print as another word than the one that was written. */
const printed: Readonly<Record<string, string>> = Object.fromEntries(
  'sqrt exp log10 log2 log1p expm1 cbrt sin cos tan asin acos atan sinh cosh tanh signum degrees radians floor ceil cot sec csc asinh acosh atanh power atan2 hypot pi e log regexp regexp_like'
    .split(' ')
    .map((name) => [name, name.toUpperCase()]),
);

/** Arguments that a call has although they were not written. */
const defaults: Readonly<Record<string, readonly [count: number, ...rest: string[]]>> = {
  round: [2, '0'],
  bround: [2, '0'],
  locate: [3, '1'],
  position: [3, '1'],
  substring: [3, '2147483647'],
  substr: [3, '2147483647'],
  replace: [3, ''],
  lpad: [3, ' '],
  rpad: [3, ' '],
  regexp_replace: [4, '1'],
  regexp_extract: [3, '1'],
  split: [3, '-1'],
  overlay: [4, '-1'],
};

const infix = new Set('+ - * / % div = < <= > >= <=> and or & | ^ << >> >>>'.split(' '));
const upper = new Set(['and', 'or']);
/** What releases name otherwise. */
export interface NamingRules {
  /** BETWEEN prints as a call since Spark 4, as two comparisons before. */
  readonly betweenAsCall: boolean;
}

/**
 * The name of a column that a SELECT list leaves without one. Source: Spark `toPrettySQL`, `ResolveAliases`.
 */
export function columnName(expression: Expression, rules: NamingRules): string {
  if (expression.node === 'cast' && expression.operand.node === 'column') return expression.operand.name;
  return print(expression, rules);
}

function print(expression: Expression, rules: NamingRules): string {
  const show = (part: Expression) => print(part, rules);
  switch (expression.node) {
    case 'column':
      return expression.name;
    case 'literal':
      return printLiteral(expression.literal);
    case 'cast':
      return `${expression.isTry ? 'TRY_CAST' : 'CAST'}(${show(expression.operand)} AS ${printType(expression.type)})`;
    case 'case': {
      const branches = expression.branches.map(
        ({ condition, result }) => ` WHEN ${show(condition)} THEN ${show(result)}`,
      );
      const otherwise = expression.otherwise === undefined ? '' : ` ELSE ${show(expression.otherwise)}`;
      return `CASE${branches.join('')}${otherwise} END`;
    }
    case 'call':
      return printCall(expression.name, expression.args.map(show), rules);
  }
}

function printCall(name: string, args: readonly string[], rules: NamingRules): string {
  const [a = '', b = '', c = ''] = args;
  const operator = name === '==' ? '=' : name;
  if (infix.has(operator)) return `(${a} ${upper.has(operator) ? operator.toUpperCase() : operator} ${b})`;
  switch (name) {
    case '<>':
    case '!=':
      return `(NOT (${a} = ${b}))`;
    case 'not':
      return `(NOT ${a})`;
    case 'negative sign':
      return `(- ${a})`;
    case 'positive':
      return `(+ ${a})`;
    case '~':
      return `~${a}`;
    case '||':
      return `concat(${a}, ${b})`;
    case 'is null':
    case 'isnull':
      return `(${a} IS NULL)`;
    case 'is not null':
    case 'isnotnull':
      return `(${a} IS NOT NULL)`;
    case 'is true':
      return `(${a} <=> true)`;
    case 'is false':
      return `(${a} <=> false)`;
    case 'in':
      return `(${a} IN (${args.slice(1).join(', ')}))`;
    case 'between':
      return rules.betweenAsCall ? `between(${a}, ${b}, ${c})` : `((${a} >= ${b}) AND (${a} <= ${c}))`;
    case 'like':
      return c !== '' && rules.betweenAsCall ? `${a} LIKE ${b} ESCAPE '${c}'` : `${a} LIKE ${b}`;
    case 'ilike':
      return `ilike(${a}, ${b})`;
    case 'rlike':
      return `RLIKE(${a}, ${b})`;
    case 'if':
      return `(IF(${a}, ${b}, ${c}))`;
    case 'trim':
    case 'ltrim':
    case 'rtrim':
      return args.length === 2 ? `TRIM(${trimSides[name]} ${a} FROM ${b})` : `${name}(${a})`;
  }
  // A type called as a function leaves no trace.
  if (Object.hasOwn(conversions, name)) return a;
  if ((name === 'floor' || name === 'ceil') && args.length === 2) return `${name}(${a}, ${b})`;
  const [count, ...rest] = own(defaults, name) ?? [0];
  const missing = name === 'log' && args.length === 1 ? ['E()', a] : args;
  const all = missing.length < count ? [...missing, ...rest] : missing;
  return `${own(printed, name) ?? name}(${all.join(', ')})`;
}

const trimSides = { trim: 'BOTH', ltrim: 'LEADING', rtrim: 'TRAILING' } as const;

const typeNames: Readonly<Record<string, string>> = {
  byte: 'TINYINT',
  short: 'SMALLINT',
  integer: 'INT',
  long: 'BIGINT',
  real: 'FLOAT',
};

function printType(type: string): string {
  const [, base = '', sizes] = /^(\w+)(?:\((.*)\))?$/.exec(type) ?? [];
  if (!['decimal', 'dec', 'numeric'].includes(base)) return own(typeNames, type) ?? type.toUpperCase();
  const [precision = '10', scale = '0'] = (sizes ?? '').split(',').filter((size) => size !== '');
  return `DECIMAL(${precision},${scale})`;
}

function printLiteral(literal: Literal): string {
  if (literal.kind === 'null') return 'NULL';
  if (literal.kind !== 'number') return String(literal.value);
  const [, digits = literal.text, suffix = ''] = /^(.*?)(BD|[LSYDF])?$/i.exec(literal.text) ?? [];
  if (/d$/i.test(suffix) && suffix.length === 1) return javaDoubleText(Number(digits));
  if (/f/i.test(suffix)) return javaFloatText(parseJavaFloat(digits) ?? Number.NaN);
  if (/e/i.test(digits) && suffix === '') return javaDoubleText(Number(digits));
  if (!digits.includes('.')) return digits;
  const { value, scale } = parseDecimal(digits) ?? { value: 0n, scale: 0 };
  return decimalText(value, scale);
}
