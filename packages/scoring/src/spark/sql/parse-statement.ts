import { columnName } from './column-name.ts';
import type { Expression, SelectItem, Statement } from './expression.ts';
import { ExpressionParser } from './parse-expression.ts';
import { SqlError } from './sql-error.ts';
import { TokenCursor } from './token-cursor.ts';
import { type LexicalRules, tokenize } from './tokenize.ts';

/** How releases of Spark read statements. */
export interface StatementRules extends LexicalRules {
  /** BETWEEN prints as a call since 4.0. Default: true. */
  readonly betweenAsCall?: boolean;
}

/** Statements are a few lines; one of a megabyte is no feature engineering. */
const MAX_LENGTH = 1_000_000;

/**
 * Parses `SELECT items FROM __THIS__ [[AS] name] [WHERE condition]`. Anything else, such as a join, a grouping or a
 * window, is refused with `SqlError`, as it has no answer row by row. Source: Spark `SQLTransformer`, Spark SQL's
 * reference.
 */
export function parseStatement(text: string, rules: StatementRules = {}): Statement {
  if (text.length > MAX_LENGTH) throw new SqlError(`the statement is longer than ${MAX_LENGTH} characters`);
  const tokens = new TokenCursor(text, tokenize(text, rules));
  const parser = new ExpressionParser(tokens);
  tokens.expectWord('SELECT');
  if (tokens.takeWord('DISTINCT')) throw new SqlError('SELECT DISTINCT is not read: it looks at several rows');
  const items: SelectItem[] = [];
  do items.push(parseItem(tokens, parser, rules));
  while (tokens.takeSymbol(','));
  tokens.expectWord('FROM');
  tokens.expectWord('__THIS__');
  tokens.takeTableName();
  const where: Expression | undefined = tokens.takeWord('WHERE') ? parser.expression() : undefined;
  tokens.expectEnd();
  return { items, where };
}

function parseItem(
  tokens: TokenCursor,
  parser: ExpressionParser,
  { betweenAsCall = true }: StatementRules,
): SelectItem {
  if (tokens.takeSymbol('*')) return { star: true };
  if (tokens.takeStarOfTable()) return { star: true };
  const value = parser.expression();
  const name = tokens.takeWord('AS') ? tokens.identifier() : tokens.takeIdentifier();
  return { star: false, name: name ?? columnName(value, { betweenAsCall }), value };
}
