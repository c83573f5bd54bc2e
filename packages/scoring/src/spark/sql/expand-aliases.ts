import type { Expression, SelectItem, Statement } from './expression.ts';
import { SqlError } from './sql-error.ts';

/** Names that stand for names double with each, so an expanded expression may have no more parts than this. */
const MAX_PARTS = 100_000;

/**
 * Replaces names of earlier items of the SELECT list by what they stand for: `x + 1 AS a, a * 2 AS b`. Columns of the rows go
 * first. Throws `SqlError`. Source: Spark's lateral column aliases, since 3.4.
 */
export function expandAliases(statement: Statement, isColumn: (name: string) => boolean): Statement {
  const aliases = new Map<string, Expression>();
  let parts = 0;
  const expand = (expression: Expression): Expression => {
    if (++parts > MAX_PARTS) throw new SqlError(`names that stand for others make more than ${MAX_PARTS} parts`);
    switch (expression.node) {
      case 'literal':
        return expression;
      case 'column': {
        const meaning = isColumn(expression.name) ? undefined : aliases.get(expression.name.toLowerCase());
        return meaning === undefined ? expression : { ...expand(meaning), text: expression.text };
      }
      case 'call':
        return { ...expression, args: expression.args.map(expand) };
      case 'cast':
        return { ...expression, operand: expand(expression.operand) };
      case 'case': {
        const branches = expression.branches.map(({ condition, result }) => ({
          condition: expand(condition),
          result: expand(result),
        }));
        const { otherwise } = expression;
        return { ...expression, branches, otherwise: otherwise === undefined ? undefined : expand(otherwise) };
      }
    }
  };
  const items = statement.items.map((item): SelectItem => {
    if (item.star) return item;
    const value = expand(item.value);
    aliases.set(item.name.toLowerCase(), value);
    return { ...item, value };
  });
  return { ...statement, items };
}
