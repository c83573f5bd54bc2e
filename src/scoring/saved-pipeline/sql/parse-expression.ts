import type { Expression } from './expression.ts';
import { SqlError } from './sql-error.ts';
import type { Token } from './tokenize.ts';
import { own } from '../../../util/own.ts';

/** Words that end an expression and so name no column unless quoted. */
const reserved = new Set(
  'AND AS BETWEEN CASE CAST DISTINCT DIV ELSE END ESCAPE FOR FROM GROUP HAVING ILIKE IN IS JOIN LIKE LIMIT NOT OR ORDER RLIKE REGEXP SELECT THEN UNION WHEN WHERE WINDOW'.split(
    ' ',
  ),
);

/**
 * Binding of operators, weakest first; each line is one level. Of the words such as LIKE one may stand behind an operand, and binds
 * weaker than a comparison. Source: Spark's `SqlBaseParser.g4`.
 */
const levels: readonly (readonly string[])[] = [
  ['OR'],
  ['AND'],
  ['NOT'],
  ['IS', 'IN', 'BETWEEN', 'LIKE', 'ILIKE', 'RLIKE', 'REGEXP'],
  ['=', '==', '<=>', '<>', '!=', '<', '<=', '>', '>='],
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>', '>>>'],
  ['+', '-', '||'],
  ['*', '/', '%', 'DIV'],
];
const NOT_LEVEL = 2;
const PREDICATE_LEVEL = 3;
const COMPARISON_LEVEL = 4;

/** The words between the arguments of calls that have such. */
const wordedCalls: Readonly<Record<string, readonly string[]>> = {
  trim: ['FROM'],
  substring: ['FROM', 'FOR'],
  substr: ['FROM', 'FOR'],
  position: ['IN'],
  overlay: ['PLACING', 'FROM', 'FOR'],
};
const trims: Readonly<Record<string, string>> = { BOTH: 'trim', LEADING: 'ltrim', TRAILING: 'rtrim' };

/** Deeper than any that people write, and than the call stack allows by far. */
const MAX_DEPTH = 500;

/** Recursive descent over the tokens of a statement. Throws `SqlError` for what it does not understand. */
export class ExpressionParser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  /** The name that FROM gives the table, when it has been looked for. */
  #givenName: string | undefined;
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

  /** `__THIS__.*`, or the name that FROM gives the table. */
  takeStarOfTable(): boolean {
    const [table, dot, star] = this.#tokens.slice(this.#at, this.#at + 3);
    const isStar = this.#isTable(table) && dot?.text === '.' && star?.text === '*' && star.kind === 'symbol';
    if (isStar) this.#at += 3;
    return isStar;
  }

  /** The other name that FROM gives the table, if it does; it stands behind the SELECT list that uses it. */
  takeTableName(): void {
    if (this.takeWord('AS')) this.identifier();
    else this.takeIdentifier();
  }

  #isTable(token: Token | undefined): boolean {
    const name = token?.kind === 'word' || token?.kind === 'quoted' ? token.text.toUpperCase() : undefined;
    return (
      name !== undefined && name !== '' && (name === '__THIS__' || name === (this.#givenName ??= this.#tableName()))
    );
  }

  /** Empty if there is none. The search goes through the whole statement: once, not for each item. */
  #tableName(): string {
    const from = this.#tokens.findLastIndex(
      ({ text }, at) => text.toUpperCase() === '__THIS__' && this.#tokens[at - 1]?.text.toUpperCase() === 'FROM',
    );
    const [first, second] = this.#tokens.slice(from + 1, from + 3);
    const name = first?.text.toUpperCase() === 'AS' ? second : first;
    return from < 0 || name?.text.toUpperCase() === 'WHERE' ? '' : (name?.text.toUpperCase() ?? '');
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
      return this.#level(PREDICATE_LEVEL);
    }
    if (level === PREDICATE_LEVEL) {
      const left = this.#level(COMPARISON_LEVEL);
      return this.#predicate(start, left) ?? left;
    }
    let left = this.#level(level + 1);
    for (;;) {
      const operator = levels[level]?.find((symbol) => this.takeSymbol(symbol) || this.takeWord(symbol));
      if (operator === undefined) return left;
      left = this.#call(start, operator.toLowerCase(), [left, this.#level(level + 1)]);
    }
  }

  /** `IS NULL`, `IN (...)`, `BETWEEN`, `LIKE`, `RLIKE`, each also with NOT. */
  #predicate(start: number, left: Expression): Expression | undefined {
    if (this.takeWord('IS')) {
      const isNegated = this.takeWord('NOT');
      if (this.takeWord('DISTINCT')) {
        this.expectWord('FROM');
        const same = this.#call(start, '<=>', [left, this.#level(COMPARISON_LEVEL)]);
        return this.#negate(start, !isNegated, same);
      }
      const name = ['NULL', 'UNKNOWN', 'TRUE', 'FALSE'].find((word) => this.takeWord(word));
      if (name === undefined) throw this.#unexpected('NULL, TRUE, FALSE or UNKNOWN');
      const isNull = name === 'NULL' || name === 'UNKNOWN';
      if (isNull) return this.#call(start, isNegated ? 'is not null' : 'is null', [left]);
      const test = `is ${name.toLowerCase()}`;
      return this.#negate(start, isNegated, this.#call(start, test, [left]));
    }
    const isNegated = this.#isNegatedPredicate();
    if (isNegated) this.#at++;
    if (this.takeWord('IN'))
      return this.#negate(start, isNegated, this.#call(start, 'in', [left, ...this.#arguments()]));
    if (this.takeWord('BETWEEN')) {
      const low = this.#level(COMPARISON_LEVEL);
      this.expectWord('AND');
      const high = this.#level(COMPARISON_LEVEL);
      return this.#negate(start, isNegated, this.#call(start, 'between', [left, low, high]));
    }
    const name = ['LIKE', 'ILIKE', 'RLIKE', 'REGEXP'].find((word) => this.takeWord(word));
    if (name === undefined) return undefined;
    const args = [left, this.#level(COMPARISON_LEVEL)];
    if (name.endsWith('LIKE') && name !== 'RLIKE' && this.takeWord('ESCAPE')) args.push(this.#level(COMPARISON_LEVEL));
    return this.#negate(start, isNegated, this.#call(start, name.toLowerCase(), args));
  }

  #isNegatedPredicate(): boolean {
    const after = this.#tokens[this.#at + 1]?.text.toUpperCase() ?? '';
    return this.#isWord('NOT') && ['IN', 'BETWEEN', 'LIKE', 'ILIKE', 'RLIKE', 'REGEXP'].includes(after);
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
      return this.#call(start, 'negative sign', [this.#unary()]);
    }
    if (this.takeSymbol('+')) return this.#call(start, 'positive', [this.#unary()]);
    if (this.takeSymbol('~')) return this.#call(start, '~', [this.#unary()]);
    let value = this.#primary();
    while (this.takeSymbol('::'))
      value = { node: 'cast', operand: value, type: this.#type(), isTry: false, text: this.#since(start) };
    return value;
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
      return this.#callOf(start, name.toLowerCase());
    }
    if (this.#next.text === '.' && this.#isTable(this.#tokens[this.#at - 1])) {
      this.#at++;
      return { node: 'column', name: this.identifier(), text: this.#since(start) };
    }
    return { node: 'column', name, text: name };
  }

  /** The arguments of a call, which some divide by words: `TRIM(BOTH x FROM y)`, `SUBSTRING(x FROM 1 FOR 2)`. */
  #callOf(start: number, name: string): Expression {
    const separators = own(wordedCalls, name) ?? [];
    const mark = this.#at++;
    const side = name === 'trim' ? Object.keys(trims).find((word) => this.takeWord(word)) : undefined;
    if (side !== undefined && this.takeWord('FROM'))
      return this.#closeCall(start, own(trims, side) as string, [this.expression()]);
    if (separators.length === 0 || (this.#next.kind === 'symbol' && this.#next.text === ')')) {
      this.#at = mark;
      return this.#call(start, name, this.#arguments());
    }
    // An operand before IN, which an expression would take for its own.
    const args = [name === 'position' ? this.#level(COMPARISON_LEVEL + 1) : this.expression()];
    const isWorded = this.#isWord(separators[0] as string);
    for (const separator of separators) if (this.takeWord(separator)) args.push(this.expression());
    while (!isWorded && this.takeSymbol(',')) args.push(this.expression());
    return this.#closeCall(start, side === undefined ? name : (own(trims, side) as string), args);
  }

  #closeCall(start: number, name: string, args: readonly Expression[]): Expression {
    if (!this.takeSymbol(')')) throw this.#unexpected(') or a comma');
    return this.#call(start, name, args);
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
    const type = this.#type();
    if (!this.takeSymbol(')')) throw this.#unexpected(')');
    return { node: 'cast', operand, type, isTry, text: this.#since(start) };
  }

  /** `int`, `decimal(10,2)`. */
  #type(): string {
    const name = this.identifier().toLowerCase();
    if (!this.takeSymbol('(')) return name;
    const sizes = [this.#size()];
    while (this.takeSymbol(',')) sizes.push(this.#size());
    if (!this.takeSymbol(')')) throw this.#unexpected(')');
    return `${name}(${sizes.join(',')})`;
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
