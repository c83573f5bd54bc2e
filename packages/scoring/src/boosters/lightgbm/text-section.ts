import { parsePythonFloat } from '../../text/python-float.ts';
import { badModel } from './bad-model.ts';

/** The `key=value` lines of the header or of one tree. */
export class TextSection {
  readonly #values: ReadonlyMap<string, string>;
  readonly #name: string;

  constructor(lines: readonly string[], name: string) {
    this.#values = new Map(
      lines.map((line) => {
        const at = line.indexOf('=');
        return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
      }),
    );
    this.#name = name;
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  text(key: string): string | undefined {
    return this.#values.get(key);
  }

  /** A whole number; `absent` if there is no such line. Throws `bad_model` for anything else. */
  count(key: string, absent?: number): number {
    const text = this.#values.get(key) ?? absent?.toString();
    if (text === undefined || !/^\d{1,9}$/.test(text))
      throw badModel(`needs a whole number at ${key} of ${this.#name}`);
    return Number(text);
  }

  /** Numbers between blanks; exactly `length` of them, if given. */
  numbers(key: string, length?: number): Float64Array {
    const words = (this.#values.get(key) ?? '').split(' ').filter((word) => word !== '');
    if (length !== undefined && words.length !== length) {
      throw badModel(`has ${words.length} numbers at ${key} of ${this.#name}, not ${length}`);
    }
    return Float64Array.from(words, (word) => {
      const number = parsePythonFloat(word);
      if (number === undefined) throw badModel(`has something other than numbers at ${key} of ${this.#name}`);
      return number;
    });
  }
}
