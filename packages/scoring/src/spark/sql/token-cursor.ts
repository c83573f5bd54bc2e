import { defined } from '../../util/defined.ts';
import { findLastIndex } from '../../util/find-last-index.ts';
import { SqlError } from './sql-error.ts';
import type { Token } from './tokenize.ts';

/** Words that end an expression and so name no column unless quoted. */
const reserved = new Set(
  'AND AS BETWEEN CASE CAST DISTINCT DIV ELSE END ESCAPE FOR FROM GROUP HAVING ILIKE IN IS JOIN LIKE LIMIT NOT OR ORDER RLIKE REGEXP SELECT THEN UNION WHEN WHERE WINDOW'.split(
    ' ',
  ),
);

/**
 * The tokens of a statement, read from left to right. `take...` moves on if the next token is the one, `expect...`
 * throws `SqlError` if not.
 */
export class TokenCursor {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  /** The name that FROM gives the table, when it has been looked for. */
  #givenName: string | undefined;
  #at = 0;

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text;
    this.#tokens = tokens;
  }

  get next(): Token {
    return defined(this.#tokens[this.#at]);
  }

  /** The token behind the next one. */
  get following(): Token | undefined {
    return this.#tokens[this.#at + 1];
  }

  get position(): number {
    return this.#at;
  }

  /** Goes back to a `position`. */
  returnTo(position: number): void {
    this.#at = position;
  }

  skip(): void {
    this.#at++;
  }

  isWord(word: string): boolean {
    return this.next.kind === 'word' && this.next.text.toUpperCase() === word;
  }

  takeWord(word: string): boolean {
    const isWord = this.isWord(word);
    if (isWord) this.#at++;
    return isWord;
  }

  expectWord(word: string): void {
    if (!this.takeWord(word)) throw this.unexpected(word);
  }

  takeSymbol(symbol: string): boolean {
    const { kind, text } = this.next;
    const isSymbol = kind === 'symbol' && text === symbol;
    if (isSymbol) this.#at++;
    return isSymbol;
  }

  expectSymbol(symbol: string, wanted = symbol): void {
    if (!this.takeSymbol(symbol)) throw this.unexpected(wanted);
  }

  expectEnd(): void {
    if (this.next.kind !== 'end') throw this.unexpected('the end of the statement');
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

  /** Whether the token before the next one names the table. */
  isBehindTable(): boolean {
    return this.#isTable(this.#tokens[this.#at - 1]);
  }

  #isTable(token: Token | undefined): boolean {
    const name = token?.kind === 'word' || token?.kind === 'quoted' ? token.text.toUpperCase() : undefined;
    return (
      name !== undefined && name !== '' && (name === '__THIS__' || name === (this.#givenName ??= this.#tableName()))
    );
  }

  /** Empty if there is none. The search goes through the whole statement: once, not for each item. */
  #tableName(): string {
    const from = findLastIndex(
      this.#tokens,
      ({ text }, at) => text.toUpperCase() === '__THIS__' && this.#tokens[at - 1]?.text.toUpperCase() === 'FROM',
    );
    const [first, second] = this.#tokens.slice(from + 1, from + 3);
    const name = first?.text.toUpperCase() === 'AS' ? second : first;
    return from < 0 || name?.text.toUpperCase() === 'WHERE' ? '' : (name?.text.toUpperCase() ?? '');
  }

  identifier(): string {
    const name = this.takeIdentifier();
    if (name === undefined) throw this.unexpected('a name');
    return name;
  }

  takeIdentifier(): string | undefined {
    const { kind, text } = this.next;
    if (kind !== 'quoted' && (kind !== 'word' || reserved.has(text.toUpperCase()))) return undefined;
    this.#at++;
    return text;
  }

  unexpected(wanted: string): SqlError {
    const { text, kind, start } = this.next;
    const found = kind === 'end' ? 'the end' : `"${text}"`;
    return new SqlError(`${found} stands at ${start} where ${wanted} is due: ${this.#text.slice(start, start + 40)}`);
  }

  /** The text of the statement from an offset to the end of the last token that was taken. */
  since(start: number): string {
    const last = this.#tokens[this.#at - 1];
    return this.#text.slice(start, last?.end ?? start);
  }
}
