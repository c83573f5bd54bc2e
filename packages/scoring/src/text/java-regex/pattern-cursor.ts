import { ScoringError } from '../../scoring-error.ts';
import type { RegexFlags } from './regex-flags.ts';

/** Where a parser is in a pattern, which it reads character by character. */
export class PatternCursor {
  readonly #points: readonly string[];
  #at = 0;

  constructor(pattern: string) {
    this.#points = Array.from(pattern);
  }

  /** The next character, or one behind it; undefined at the end. */
  peek(ahead = 0): string | undefined {
    return this.#points[this.#at + ahead];
  }

  next(): string {
    const char = this.#points[this.#at++];
    if (char === undefined) throw this.wrong('it ends too early');
    return char;
  }

  skip(count: number): void {
    this.#at += count;
  }

  /** Goes on if this is the next character. */
  take(char: string): boolean {
    if (this.peek() !== char) return false;
    this.#at++;
    return true;
  }

  /** What an expression of ASCII finds here within this many characters; stays where it is. */
  find(expression: RegExp, length: number): RegExpExecArray | null {
    return expression.exec(this.#points.slice(this.#at, this.#at + length).join(''));
  }

  /** The text up to this character, and past it. */
  until(end: string): string {
    const from = this.#at;
    while (this.peek() !== undefined && this.peek() !== end) this.#at++;
    const text = this.#points.slice(from, this.#at).join('');
    if (!this.take(end)) throw this.wrong(`a ${end} is missing`);
    return text;
  }

  /** The characters behind `\Q`, to `\E` or the end. */
  quote(): string[] {
    const text: string[] = [];
    while (this.peek() !== undefined) {
      if (this.peek() === '\\' && this.peek(1) === 'E') {
        this.#at += 2;
        break;
      }
      text.push(this.next());
    }
    return text;
  }

  /** White space and # comments under the flag x. */
  skipComment({ comments }: RegexFlags): boolean {
    if (!comments) return false;
    const char = this.peek();
    if (char !== undefined && /^[ \t\n\v\f\r]$/.test(char)) {
      this.#at++;
      return true;
    }
    if (char !== '#') return false;
    while (this.peek() !== undefined && this.peek() !== '\n') this.#at++;
    return true;
  }

  wrong(what: string): ScoringError {
    const pattern = this.#points.slice(0, 100).join('');
    return new ScoringError(
      'bad_model',
      `The regular expression "${pattern}" cannot be read: ${what} (at ${this.#at}).`,
    );
  }
}
