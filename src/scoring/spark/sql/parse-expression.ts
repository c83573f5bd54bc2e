import type { Expression } from './expression.ts';
import { SqlError } from './sql-error.ts';
import type { Token } from './tokenize.ts';

/** Words that end an expression and so name no column unless quoted. */
const reserved = new Set(
  'AND AS BETWEEN CASE CAST DISTINCT DIV ELSE END FROM GROUP HAVING IN IS JOIN LIKE LIMIT NOT OR ORDER RLIKE REGEXP SELECT THEN UNION WHEN WHERE WINDOW'.split(
    ' ',
  ),
);

/** Binding of binary operators, weakest first; each line is one level. Source: Spark SQL's operator precedence. */
const levels: readonly (readonly string[])[] = [
  ['OR'],
  ['AND'],
  ['NOT'],
  ['=', '==', '<=>', '<>', '!=', '<', '<=', '>', '>='],
  ['|'],
  ['^'],
  ['&'],
  ['+', '-', '||'],
  ['*', '/', '%', 'DIV'],
];
const NOT_LEVEL = 2;
const COMPARISON_LEVEL = 3;

/** Deeper than any that people write, and than the call stack allows by far. */
const MAX_DEPTH = 500;

/** Recursive descent over the tokens of a statement. Throws `SqlError` for what it does not understand. */
export class ExpressionParser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text;
    this.#tokens = tokens;
  }

  expression(): Expression {
    return this.#level(0);
  }

  takeWord(word: string): boolean {
    const isWord = this.#isWord(word);
    if (isWord) this.#at++;
    return isWord;
  }

  expectWord(word: string): void {
    if (!this.takeWord(word)) throw this.#unexpected(word);
  }

  takeSymbol(symbol: string): boolean {
    const { kind, text } = this.#next;
    const isSymbol = kind === 'symbol' && text === symbol;
    if (isSymbol) this.#at++;
    return isSymbol;
  }

  expectEnd(): void {
    if (this.#next.kind !== 'end') throw this.#unexpected('the end of the statement');
  }

  /** `__THIS__.*` */
  takeStarOfTable(): boolean {
    const [table, dot, star] = this.#tokens.slice(this.#at, this.#at + 3);
    const isStar = table?.text.toUpperCase() === '__THIS__' && dot?.text === '.' && star?.text === '*';
    if (isStar) this.#at += 3;
    return isStar;
  }

  identifier(): string {
    const name = this.takeIdentifier();
    if (name === undefined) throw this.#unexpected('a name');
    return name;
  }

  takeIdentifier(): string | undefined {
    const { kind, text } = this.#next;
    if (kind !== 'quoted' && (kind !== 'word' || reserved.has(text.toUpperCase()))) return undefined;
    this.#at++;
    return text;
  }

  get #next(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #isWord(word: string): boolean {
    return this.#next.kind === 'word' && this.#next.text.toUpperCase() === word;
  }

  #unexpected(wanted: string): SqlError {
    const { text, kind, start } = this.#next;
    const found = kind === 'end' ? 'the end' : `"${text}"`;
    return new SqlError(`${found} stands at ${start} where ${wanted} is due: ${this.#text.slice(start, start + 40)}`);
  }

  #since(start: number): string {
    const last = this.#tokens[this.#at - 1];
    return this.#text.slice(start, last?.end ?? start);
  }

  #call(start: number, name: string, args: readonly Expression[]): Expression {
    return { node: 'call', name, args, text: this.#since(start) };
  }

  #level(level: number): Expression {
    if (++this.#depth > MAX_DEPTH * levels.length) throw new SqlError('the expression is nested too deep');
    const value = this.#levelOf(level);
    this.#depth--;
    return value;
  }

  #levelOf(level: number): Expression {
    const start = this.#next.start;
    if (level === levels.length) return this.#unary();
    if (level === NOT_LEVEL) {
      if (this.takeWord('NOT') || this.takeSymbol('!')) return this.#call(start, 'not', [this.#level(NOT_LEVEL)]);
      return this.#level(COMPARISON_LEVEL);
    }
    let left = this.#level(level + 1);
    for (;;) {
      if (level === COMPARISON_LEVEL) {
        const predicate = this.#predicate(start, left);
        if (predicate !== undefined) {
          left = predicate;
          continue;
        }
      }
      const operator = levels[level]?.find((symbol) => this.takeSymbol(symbol) || this.takeWord(symbol));
      if (operator === undefined) return left;
      left = this.#call(start, operator.toLowerCase(), [left, this.#level(level + 1)]);
    }
  }

  /** `IS NULL`, `IN (...)`, `BETWEEN`, `LIKE`, `RLIKE`, each also with NOT. */
  #predicate(start: number, left: Expression): Expression | undefined {
    if (this.takeWord('IS')) {
      const isNegated = this.takeWord('NOT');
      const name = ['NULL', 'TRUE', 'FALSE'].find((word) => this.takeWord(word));
      if (name === undefined) throw this.#unexpected('NULL, TRUE or FALSE');
      return this.#negate(start, isNegated, this.#call(start, `is ${name.toLowerCase()}`, [left]));
    }
    const isNegated = this.#isNegatedPredicate();
    if (isNegated) this.#at++;
    if (this.takeWord('IN'))
      return this.#negate(start, isNegated, this.#call(start, 'in', [left, ...this.#arguments()]));
    if (this.takeWord('BETWEEN')) {
      const low = this.#level(COMPARISON_LEVEL + 1);
      this.expectWord('AND');
      const high = this.#level(COMPARISON_LEVEL + 1);
      const both = [this.#call(start, '>=', [left, low]), this.#call(start, '<=', [left, high])];
      return this.#negate(start, isNegated, this.#call(start, 'and', both));
    }
    const name = ['LIKE', 'RLIKE', 'REGEXP'].find((word) => this.takeWord(word));
    if (name === undefined) return undefined;
    const pattern = this.#level(COMPARISON_LEVEL + 1);
    return this.#negate(start, isNegated, this.#call(start, name === 'LIKE' ? 'like' : 'rlike', [left, pattern]));
  }

  #isNegatedPredicate(): boolean {
    const after = this.#tokens[this.#at + 1]?.text.toUpperCase() ?? '';
    return this.#isWord('NOT') && ['IN', 'BETWEEN', 'LIKE', 'RLIKE', 'REGEXP'].includes(after);
  }

  #negate(start: number, isNegated: boolean, value: Expression): Expression {
    return isNegated ? this.#call(start, 'not', [value]) : value;
  }

  #unary(): Expression {
    const start = this.#next.start;
    if (this.takeSymbol('-')) {
      // `-2147483648` is one literal: its digits alone would be a bigint.
      if (this.#next.kind === 'number') {
        const literal = { kind: 'number', text: `-${this.#next.text}` } as const;
        this.#at++;
        return { node: 'literal', literal, text: this.#since(start) };
      }
      return this.#call(start, 'negative', [this.#unary()]);
    }
    if (this.takeSymbol('+')) return this.#unary();
    if (this.takeSymbol('~')) throw new SqlError('the operator ~ is not read');
    return this.#primary();
  }

  #primary(): Expression {
    const token = this.#next;
    const { start } = token;
    if (this.takeSymbol('(')) {
      const value = this.expression();
      if (!this.takeSymbol(')')) throw this.#unexpected(')');
      return value;
    }
    if (token.kind === 'number' || token.kind === 'string') {
      const literal =
        token.kind === 'number'
          ? ({ kind: 'number', text: token.text } as const)
          : ({ kind: 'string', value: this.#adjacentStrings() } as const);
      if (token.kind === 'number') this.#at++;
      return { node: 'literal', literal, text: this.#since(start) };
    }
    if (this.takeWord('CASE')) return this.#case(start);
    if (this.takeWord('CAST')) return this.#cast(start, false);
    if (this.takeWord('TRY_CAST')) return this.#cast(start, true);
    return this.#nameOrCall(start);
  }

  /** Texts that follow one another are one text. */
  #adjacentStrings(): string {
    let value = '';
    for (; this.#next.kind === 'string'; this.#at++) value += this.#next.text;
    return value;
  }

  #nameOrCall(start: number): Expression {
    const isQuoted = this.#next.kind === 'quoted';
    const name = this.identifier();
    const word = name.toUpperCase();
    if (!isQuoted && (word === 'TRUE' || word === 'FALSE')) {
      return { node: 'literal', literal: { kind: 'boolean', value: word === 'TRUE' }, text: name };
    }
    if (!isQuoted && word === 'NULL') return { node: 'literal', literal: { kind: 'null' }, text: name };
    if (this.#next.text === '(' && this.#next.kind === 'symbol') {
      return this.#call(start, name.toLowerCase(), this.#arguments());
    }
    if (!isQuoted && word === '__THIS__' && this.takeSymbol('.')) {
      return { node: 'column', name: this.identifier(), text: this.#since(start) };
    }
    return { node: 'column', name, text: name };
  }

  #arguments(): Expression[] {
    if (!this.takeSymbol('(')) throw this.#unexpected('(');
    const args: Expression[] = [];
    if (this.takeSymbol(')')) return args;
    do args.push(this.expression());
    while (this.takeSymbol(','));
    if (!this.takeSymbol(')')) throw this.#unexpected(') or a comma');
    return args;
  }

  #cast(start: number, isTry: boolean): Expression {
    if (!this.takeSymbol('(')) throw this.#unexpected('(');
    const operand = this.expression();
    this.expectWord('AS');
    let type = this.identifier().toLowerCase();
    if (this.takeSymbol('(')) {
      const sizes = [this.#size()];
      while (this.takeSymbol(',')) sizes.push(this.#size());
      if (!this.takeSymbol(')')) throw this.#unexpected(')');
      type += `(${sizes.join(',')})`;
    }
    if (!this.takeSymbol(')')) throw this.#unexpected(')');
    return { node: 'cast', operand, type, isTry, text: this.#since(start) };
  }

  #size(): string {
    const { kind, text } = this.#next;
    if (kind !== 'number') throw this.#unexpected('a number');
    this.#at++;
    return text;
  }

  /** The form with an operand becomes comparisons with it. */
  #case(start: number): Expression {
    const operand = this.#isWord('WHEN') ? undefined : this.expression();
    const branches: { condition: Expression; result: Expression }[] = [];
    while (this.takeWord('WHEN')) {
      const from = this.#next.start;
      const test = this.expression();
      this.expectWord('THEN');
      const condition = operand === undefined ? test : this.#call(from, '=', [operand, test]);
      branches.push({ condition, result: this.expression() });
    }
    if (branches.length === 0) throw this.#unexpected('WHEN');
    const otherwise = this.takeWord('ELSE') ? this.expression() : undefined;
    this.expectWord('END');
    return { node: 'case', branches, otherwise, text: this.#since(start) };
  }
}
