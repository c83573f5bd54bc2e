import { own } from '../../util/own.ts';
import type { Expression } from './expression.ts';
import { SqlError } from './sql-error.ts';
import type { TokenCursor } from './token-cursor.ts';

/**
 * Binding of operators, weakest first; each line is one level. Of the words such as LIKE one may stand behind an
 * operand, and binds weaker than a comparison. Source: Spark's `SqlBaseParser.g4`.
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
/** Operators whose words are functions too, where an operand is due: `like(x, 'a%')`. */
const patternWords = ['LIKE', 'ILIKE', 'RLIKE', 'REGEXP'] as const;
const trims: Readonly<Record<string, string>> = { BOTH: 'trim', LEADING: 'ltrim', TRAILING: 'rtrim' };

/** Deeper than any that people write, and than the call stack allows by far. */
const MAX_DEPTH = 500;

/** Recursive descent over the tokens of an expression. Throws `SqlError` for what it does not understand. */
export class ExpressionParser {
  readonly #tokens: TokenCursor;
  #depth = 0;

  constructor(tokens: TokenCursor) {
    this.#tokens = tokens;
  }

  expression(): Expression {
    return this.#level(0);
  }

  #call(start: number, name: string, args: readonly Expression[]): Expression {
    return { node: 'call', name, args, text: this.#tokens.since(start) };
  }

  #level(level: number): Expression {
    if (++this.#depth > MAX_DEPTH * levels.length) throw new SqlError('the expression is nested too deep');
    const value = this.#levelOf(level);
    this.#depth--;
    return value;
  }

  #levelOf(level: number): Expression {
    const start = this.#tokens.next.start;
    if (level === levels.length) return this.#unary();
    if (level === NOT_LEVEL) {
      if (this.#tokens.takeWord('NOT') || this.#tokens.takeSymbol('!'))
        return this.#call(start, 'not', [this.#level(NOT_LEVEL)]);
      return this.#level(PREDICATE_LEVEL);
    }
    if (level === PREDICATE_LEVEL) {
      const left = this.#level(COMPARISON_LEVEL);
      return this.#predicate(start, left) ?? left;
    }
    let left = this.#level(level + 1);
    for (;;) {
      const operator = levels[level]?.find(
        (symbol) => this.#tokens.takeSymbol(symbol) || this.#tokens.takeWord(symbol),
      );
      if (operator === undefined) return left;
      left = this.#call(start, operator.toLowerCase(), [left, this.#level(level + 1)]);
    }
  }

  /** `IS NULL`, `IN (...)`, `BETWEEN`, `LIKE`, `RLIKE`, each also with NOT. */
  #predicate(start: number, left: Expression): Expression | undefined {
    if (this.#tokens.takeWord('IS')) {
      const isNegated = this.#tokens.takeWord('NOT');
      if (this.#tokens.takeWord('DISTINCT')) {
        this.#tokens.expectWord('FROM');
        const same = this.#call(start, '<=>', [left, this.#level(COMPARISON_LEVEL)]);
        return this.#negate(start, !isNegated, same);
      }
      const name = ['NULL', 'UNKNOWN', 'TRUE', 'FALSE'].find((word) => this.#tokens.takeWord(word));
      if (name === undefined) throw this.#tokens.unexpected('NULL, TRUE, FALSE or UNKNOWN');
      const isNull = name === 'NULL' || name === 'UNKNOWN';
      if (isNull) return this.#call(start, isNegated ? 'is not null' : 'is null', [left]);
      const test = `is ${name.toLowerCase()}`;
      return this.#negate(start, isNegated, this.#call(start, test, [left]));
    }
    const isNegated = this.#isNegatedPredicate();
    if (isNegated) this.#tokens.skip();
    if (this.#tokens.takeWord('IN'))
      return this.#negate(start, isNegated, this.#call(start, 'in', [left, ...this.#arguments()]));
    if (this.#tokens.takeWord('BETWEEN')) {
      const low = this.#level(COMPARISON_LEVEL);
      this.#tokens.expectWord('AND');
      const high = this.#level(COMPARISON_LEVEL);
      return this.#negate(start, isNegated, this.#call(start, 'between', [left, low, high]));
    }
    const name = patternWords.find((word) => this.#tokens.takeWord(word));
    if (name === undefined) return undefined;
    const args = [left, this.#level(COMPARISON_LEVEL)];
    if (name.endsWith('LIKE') && name !== 'RLIKE' && this.#tokens.takeWord('ESCAPE'))
      args.push(this.#level(COMPARISON_LEVEL));
    // The operator REGEXP is RLIKE, and named so; the function is not.
    const operator = name === 'REGEXP' ? 'rlike' : name.toLowerCase();
    return this.#negate(start, isNegated, this.#call(start, operator, args));
  }

  #isNegatedPredicate(): boolean {
    const after = this.#tokens.following?.text.toUpperCase() ?? '';
    return this.#tokens.isWord('NOT') && ['IN', 'BETWEEN', ...patternWords].includes(after);
  }

  #negate(start: number, isNegated: boolean, value: Expression): Expression {
    return isNegated ? this.#call(start, 'not', [value]) : value;
  }

  #unary(): Expression {
    const start = this.#tokens.next.start;
    if (this.#tokens.takeSymbol('-')) {
      // `-2147483648` is one literal: its digits alone would be a bigint.
      if (this.#tokens.next.kind === 'number') {
        const literal = { kind: 'number', text: `-${this.#tokens.next.text}` } as const;
        this.#tokens.skip();
        return { node: 'literal', literal, text: this.#tokens.since(start) };
      }
      return this.#call(start, 'negative sign', [this.#unary()]);
    }
    if (this.#tokens.takeSymbol('+')) return this.#call(start, 'positive', [this.#unary()]);
    if (this.#tokens.takeSymbol('~')) return this.#call(start, '~', [this.#unary()]);
    let value = this.#primary();
    while (this.#tokens.takeSymbol('::'))
      value = { node: 'cast', operand: value, type: this.#type(), isTry: false, text: this.#tokens.since(start) };
    return value;
  }

  #primary(): Expression {
    const token = this.#tokens.next;
    const { start } = token;
    if (this.#tokens.takeSymbol('(')) {
      const value = this.expression();
      this.#tokens.expectSymbol(')');
      return value;
    }
    if (token.kind === 'number' || token.kind === 'string') {
      const literal =
        token.kind === 'number'
          ? ({ kind: 'number', text: token.text } as const)
          : ({ kind: 'string', value: this.#adjacentStrings() } as const);
      if (token.kind === 'number') this.#tokens.skip();
      return { node: 'literal', literal, text: this.#tokens.since(start) };
    }
    if (this.#tokens.takeWord('CASE')) return this.#case(start);
    if (this.#tokens.takeWord('CAST')) return this.#cast(start, false);
    if (this.#tokens.takeWord('TRY_CAST')) return this.#cast(start, true);
    const word = patternWords.find((one) => this.#tokens.takeWord(one));
    if (word !== undefined) return this.#call(start, word.toLowerCase(), this.#arguments());
    return this.#nameOrCall(start);
  }

  /** Texts that follow one another are one text. */
  #adjacentStrings(): string {
    let value = '';
    for (; this.#tokens.next.kind === 'string'; this.#tokens.skip()) value += this.#tokens.next.text;
    return value;
  }

  #nameOrCall(start: number): Expression {
    const isQuoted = this.#tokens.next.kind === 'quoted';
    const name = this.#tokens.identifier();
    const word = name.toUpperCase();
    if (!isQuoted && (word === 'TRUE' || word === 'FALSE')) {
      return { node: 'literal', literal: { kind: 'boolean', value: word === 'TRUE' }, text: name };
    }
    if (!isQuoted && word === 'NULL') return { node: 'literal', literal: { kind: 'null' }, text: name };
    if (this.#tokens.next.text === '(' && this.#tokens.next.kind === 'symbol') {
      return this.#callOf(start, name.toLowerCase());
    }
    if (this.#tokens.next.text === '.' && this.#tokens.isBehindTable()) {
      this.#tokens.skip();
      return { node: 'column', name: this.#tokens.identifier(), text: this.#tokens.since(start) };
    }
    return { node: 'column', name, text: name };
  }

  /** The arguments of a call, which some divide by words: `TRIM(BOTH x FROM y)`, `SUBSTRING(x FROM 1 FOR 2)`. */
  #callOf(start: number, name: string): Expression {
    const separators = own(wordedCalls, name) ?? [];
    const open = this.#tokens.position;
    this.#tokens.skip();
    const side = name === 'trim' ? Object.keys(trims).find((word) => this.#tokens.takeWord(word)) : undefined;
    if (side !== undefined && this.#tokens.takeWord('FROM'))
      return this.#closeCall(start, own(trims, side) as string, [this.expression()]);
    const [separator] = separators;
    if (separator === undefined || (this.#tokens.next.kind === 'symbol' && this.#tokens.next.text === ')')) {
      this.#tokens.returnTo(open);
      return this.#call(start, name, this.#arguments());
    }
    // An operand before IN, which an expression would take for its own.
    const args = [name === 'position' ? this.#level(COMPARISON_LEVEL + 1) : this.expression()];
    const isWorded = this.#tokens.isWord(separator);
    for (const word of separators) if (this.#tokens.takeWord(word)) args.push(this.expression());
    while (!isWorded && this.#tokens.takeSymbol(',')) args.push(this.expression());
    return this.#closeCall(start, side === undefined ? name : (own(trims, side) as string), args);
  }

  #closeCall(start: number, name: string, args: readonly Expression[]): Expression {
    this.#tokens.expectSymbol(')', ') or a comma');
    return this.#call(start, name, args);
  }

  #arguments(): Expression[] {
    this.#tokens.expectSymbol('(');
    const args: Expression[] = [];
    if (this.#tokens.takeSymbol(')')) return args;
    do args.push(this.expression());
    while (this.#tokens.takeSymbol(','));
    this.#tokens.expectSymbol(')', ') or a comma');
    return args;
  }

  #cast(start: number, isTry: boolean): Expression {
    this.#tokens.expectSymbol('(');
    const operand = this.expression();
    this.#tokens.expectWord('AS');
    const type = this.#type();
    this.#tokens.expectSymbol(')');
    return { node: 'cast', operand, type, isTry, text: this.#tokens.since(start) };
  }

  /** `int`, `decimal(10,2)`. */
  #type(): string {
    const name = this.#tokens.identifier().toLowerCase();
    if (!this.#tokens.takeSymbol('(')) return name;
    const sizes = [this.#size()];
    while (this.#tokens.takeSymbol(',')) sizes.push(this.#size());
    this.#tokens.expectSymbol(')');
    return `${name}(${sizes.join(',')})`;
  }

  #size(): string {
    const { kind, text } = this.#tokens.next;
    if (kind !== 'number') throw this.#tokens.unexpected('a number');
    this.#tokens.skip();
    return text;
  }

  /** The form with an operand becomes comparisons with it. */
  #case(start: number): Expression {
    const operand = this.#tokens.isWord('WHEN') ? undefined : this.expression();
    const branches: { condition: Expression; result: Expression }[] = [];
    while (this.#tokens.takeWord('WHEN')) {
      const from = this.#tokens.next.start;
      const test = this.expression();
      this.#tokens.expectWord('THEN');
      const condition = operand === undefined ? test : this.#call(from, '=', [operand, test]);
      branches.push({ condition, result: this.expression() });
    }
    if (branches.length === 0) throw this.#tokens.unexpected('WHEN');
    const otherwise = this.#tokens.takeWord('ELSE') ? this.expression() : undefined;
    this.#tokens.expectWord('END');
    return { node: 'case', branches, otherwise, text: this.#tokens.since(start) };
  }
}
