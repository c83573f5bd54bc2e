import type { DataType } from '../../frame/data-type.ts';
import { scalar } from '../../frame/data-type.ts';
import { bindExpression, type ResolveColumn } from './bind-expression.ts';
import { toBoolean } from './comparison.ts';
import type { Expression, Statement } from './expression.ts';
import { strings } from './functions/strings.ts';
import type { SqlMode, Typed } from './typed.ts';

/** The expressions of a statement over columns of known types. */
export interface BoundStatement {
  /** One for each item of the SELECT list that is not a star. */
  readonly values: readonly Typed[];
  readonly where: Typed | undefined;
}

/** The items of a SELECT list that make a column. */
export function computedItems({ items }: Statement) {
  return items.flatMap((item) => (item.star ? [] : [item]));
}

/** Throws `SqlError` that names the expression that is not read. */
export function bindStatement(statement: Statement, resolve: ResolveColumn, mode: SqlMode): BoundStatement {
  const values = computedItems(statement).map(({ value }) => bindExpression(value, resolve, mode));
  if (statement.where === undefined) return { values, where: undefined };
  const where = bindExpression(statement.where, resolve, mode);
  return { values, where: toBoolean(where.text, where, mode) };
}

/** The columns that a statement reads, each with the type that it is used as: what it is where nothing else says so. */
export function readColumns(statement: Statement): ReadonlyMap<string, DataType> {
  const found = new Map<string, DataType>();
  const visit = (expression: Expression, isText: boolean): void => {
    if (expression.node === 'column') {
      if (isText || !found.has(expression.name)) found.set(expression.name, scalar(isText ? 'string' : 'double'));
    }
    const areTexts = takesTexts(expression);
    for (const part of partsOf(expression)) visit(part, areTexts);
  };
  for (const { value } of computedItems(statement)) visit(value, false);
  if (statement.where !== undefined) visit(statement.where, false);
  return found;
}

/** Functions of texts, and comparisons with a literal text. */
function takesTexts(expression: Expression): boolean {
  if (expression.node !== 'call') return false;
  if (Object.hasOwn(strings, expression.name) || ['like', 'rlike', '||'].includes(expression.name)) return true;
  return expression.args.some((arg) => arg.node === 'literal' && arg.literal.kind === 'string');
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.node) {
    case 'call':
      return expression.args;
    case 'cast':
      return [expression.operand];
    case 'case': {
      const parts = expression.branches.flatMap(({ condition, result }) => [condition, result]);
      return expression.otherwise === undefined ? parts : [...parts, expression.otherwise];
    }
    default:
      return [];
  }
}
