import type { Expression, SelectItem, Statement } from './expression.ts';
import { ExpressionParser } from './parse-expression.ts';
import { SqlError } from './sql-error.ts';
import { columnName } from './expression-name.ts';
import { type LexicalRules, tokenize } from './tokenize.ts';

/** How releases of Spark read statements. */
export interface StatementRules extends LexicalRules {
  /** BETWEEN prints as a call since 4.0. Default: true. */
  readonly betweenAsCall?: boolean;
}

/** Statements are a few lines; one of a megabyte is no feature engineering. */
const MAX_LENGTH = 1_000_000;

/**
 * Parses `SELECT items FROM __THIS__ [[AS] name] [WHERE condition]`. Anything else, such as a join, a grouping or a window, is refused with
 * `SqlError`, as it has no answer row by row. Source: Spark `SQLTransformer`, Spark SQL's reference.
 */
export function parseStatement(text: string, rules: StatementRules = {}): Statement {
  if (text.length > MAX_LENGTH) throw new SqlError(`the statement is longer than ${MAX_LENGTH} characters`);
  const parser = new ExpressionParser(text, tokenize(text, rules));
  parser.expectWord('SELECT');
  if (parser.takeWord('DISTINCT')) throw new SqlError('SELECT DISTINCT is not read: it looks at several rows');
  const items: SelectItem[] = [];
  do items.push(parseItem(parser, rules));
  while (parser.takeSymbol(','));
  parser.expectWord('FROM');
  parser.expectWord('__THIS__');
  parser.takeTableName();
  const where: Expression | undefined = parser.takeWord('WHERE') ? parser.expression() : undefined;
  parser.expectEnd();
  return { items, where };
}

function parseItem(parser: ExpressionParser, { betweenAsCall = true }: StatementRules): SelectItem {
  if (parser.takeSymbol('*')) return { star: true };
  if (parser.takeStarOfTable()) return { star: true };
  const value = parser.expression();
  const name = parser.takeWord('AS') ? parser.identifier() : parser.takeIdentifier();
  return { star: false, name: name ?? columnName(value, { betweenAsCall }), value };
}
