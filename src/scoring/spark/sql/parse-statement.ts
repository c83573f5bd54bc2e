import type { Expression, SelectItem, Statement } from './expression.ts';
import { ExpressionParser } from './parse-expression.ts';
import { SqlError } from './sql-error.ts';
import { type LexicalRules, tokenize } from './tokenize.ts';

/** Statements are a few lines; one of a megabyte is no feature engineering. */
const MAX_LENGTH = 1_000_000;

/**
 * Parses `SELECT items FROM __THIS__ [WHERE condition]`. Anything else, such as a join, a grouping or a window, is refused with
 * `SqlError`, as it has no answer row by row. Source: Spark `SQLTransformer`, Spark SQL's reference.
 */
export function parseStatement(text: string, rules: LexicalRules = {}): Statement {
  if (text.length > MAX_LENGTH) throw new SqlError(`the statement is longer than ${MAX_LENGTH} characters`);
  const parser = new ExpressionParser(text, tokenize(text, rules));
  parser.expectWord('SELECT');
  if (parser.takeWord('DISTINCT')) throw new SqlError('SELECT DISTINCT is not read: it looks at several rows');
  const items: SelectItem[] = [];
  do items.push(parseItem(parser));
  while (parser.takeSymbol(','));
  parser.expectWord('FROM');
  parser.expectWord('__THIS__');
  const where: Expression | undefined = parser.takeWord('WHERE') ? parser.expression() : undefined;
  parser.expectEnd();
  return { items, where };
}

function parseItem(parser: ExpressionParser): SelectItem {
  if (parser.takeSymbol('*')) return { star: true };
  if (parser.takeStarOfTable()) return { star: true };
  const value = parser.expression();
  const name = parser.takeWord('AS') ? parser.identifier() : parser.takeIdentifier();
  return { star: false, name: name ?? (value.node === 'column' ? value.name : value.text), value };
}
