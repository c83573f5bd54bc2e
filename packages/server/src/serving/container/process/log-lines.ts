import { StringDecoder } from 'node:string_decoder';
import { defined } from '@catenary/scoring/internal/values';

/** Longer lines are cut: one line must not fill the log, nor memory while it waits for its end. */
export const maxLineLength = 8192;
/** More lines than this in one second are counted, not kept. */
export const maxLinesPerSecond = 1000;

/** Cuts a container's output into lines and keeps it within bounds. Bytes that are not UTF-8 become U+FFFD. */
export class LogLines {
  readonly #onLine: (line: string) => void;
  readonly #now: () => number;
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  /** Characters of the line in hand that were dropped as it is too long. */
  #cut = 0;
  #second = 0;
  #inSecond = 0;

  constructor(onLine: (line: string) => void, now: () => number = () => performance.now()) {
    this.#onLine = onLine;
    this.#now = now;
  }

  write(chunk: Buffer): void {
    const parts = this.#decoder.write(chunk).split('\n');
    for (let at = 0; at < parts.length; at++) {
      this.#append(defined(parts[at]));
      if (at < parts.length - 1) this.#endLine();
    }
  }

  end(): void {
    this.#append(this.#decoder.end());
    if (this.#rest !== '') this.#endLine();
    this.#reportDropped();
  }

  #append(text: string): void {
    const room = maxLineLength - this.#rest.length;
    this.#rest += text.slice(0, room);
    this.#cut += Math.max(0, text.length - room);
  }

  #endLine(): void {
    const line = this.#rest.replace(/\r$/, '') + (this.#cut > 0 ? ` ... (${this.#cut} characters left out)` : '');
    this.#rest = '';
    this.#cut = 0;
    const second = Math.floor(this.#now() / 1000);
    if (second !== this.#second) {
      this.#reportDropped();
      this.#second = second;
      this.#inSecond = 0;
    }
    if (++this.#inSecond <= maxLinesPerSecond) this.#onLine(line);
  }

  #reportDropped(): void {
    const dropped = this.#inSecond - maxLinesPerSecond;
    if (dropped > 0) this.#onLine(`(${dropped} lines left out: more than ${maxLinesPerSecond} in one second)`);
    this.#inSecond = 0;
  }
}
