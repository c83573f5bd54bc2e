import { defined } from '@catenary/scoring/internal/values';
import { MathError } from './math-error.ts';
import { type Token, tokenize } from './token.ts';

/** An expression of CloudWatch's metric math. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'id'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Expression[] };

/** How tightly operators bind; those of a row from left to right. Words are operators, too. */
const rows: readonly (readonly string[])[] = [
  ['||', 'OR'],
  ['&&', 'AND'],
  ['<', '<=', '>', '>=', '==', '!='],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];
const maxDepth = 30;

/** Throws `MathError` naming the place. */
export function parseExpression(text: string): Expression {
  const reader = new Reader(tokenize(text));
  const expression = reader.binary(0);
  reader.end();
  return expression;
}

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  binary(row: number): Expression {
    const operators = rows[row];
    if (operators === undefined) return this.#unary();
    let left = this.binary(row + 1);
    for (let operator = this.#takeOne(operators); operator !== undefined; operator = this.#takeOne(operators))
      left = { kind: 'call', name: operator, operands: [left, this.binary(row + 1)] };
    return left;
  }

  end(): void {
    if (this.#next.kind !== 'end') this.#fail();
  }

  get #next(): Token {
    return defined(this.#tokens[this.#at]);
  }

  #unary(): Expression {
    if (++this.#depth > maxDepth) throw new MathError(`more than ${maxDepth} levels`);
    const isNegative = this.#takeOne(['-']) !== undefined;
    const operand = isNegative ? this.#unary() : this.#primary();
    this.#depth--;
    return isNegative ? { kind: 'call', name: '-', operands: [{ kind: 'number', value: 0 }, operand] } : operand;
  }

  #primary(): Expression {
    const token = this.#next;
    this.#at++;
    if (token.kind === 'number' && Number.isFinite(Number(token.text)))
      return { kind: 'number', value: Number(token.text) };
    if (token.kind === 'text') return { kind: 'text', value: token.text.slice(1, -1) };
    if (token.kind === 'name') return this.#named(token.text);
    if (token.text === '(') {
      const inner = this.binary(0);
      this.#expect(')');
      return inner;
    }
    if (token.text === '[') return { kind: 'list', items: this.#listUntil(']') };
    this.#at--;
    return this.#fail();
  }

  /** Ids begin with a small letter, functions do not. */
  #named(name: string): Expression {
    if (this.#takeOne(['(']) !== undefined)
      return { kind: 'call', name: name.toUpperCase(), operands: this.#listUntil(')') };
    return { kind: 'id', name };
  }

  #listUntil(end: string): Expression[] {
    if (this.#takeOne([end]) !== undefined) return [];
    const items = [this.binary(0)];
    while (this.#takeOne([',']) !== undefined) items.push(this.binary(0));
    this.#expect(end);
    return items;
  }

  #expect(sign: string): void {
    if (this.#takeOne([sign]) === undefined) this.#fail(`, where ${sign} is expected`);
  }

  #takeOne(texts: readonly string[]): string | undefined {
    const { kind, text } = this.#next;
    if ((kind !== 'sign' && kind !== 'name') || !texts.includes(text)) return undefined;
    this.#at++;
    return text;
  }

  #fail(what = ''): never {
    const { kind, text, column } = this.#next;
    throw new MathError(`${kind === 'end' ? 'it ends' : `unexpected ${text}`} at column ${column}${what}`);
  }
}
