import { gzipSync } from 'node:zlib';

/** More of one log is left out, characters. */
const maxLength = 8 * 1024 ** 2;

/** The lines of one log, to become an object when the run has ended. */
export class KeptLines {
  readonly #lines: string[] = [];
  #length = 0;

  write(line: string): void {
    if (this.#length > maxLength) return;
    this.#length += line.length + 1;
    this.#lines.push(this.#length > maxLength ? '(the rest is left out)' : line);
  }

  gzip(): Buffer {
    return gzipSync(this.#lines.map((line) => `${line}\n`).join(''));
  }
}
