/** Longer texts are written by the engine's own encoder. */
const mostByHand = 64;
const [quote, comma, lineFeed, carriageReturn, minus, point, zero] = [34, 44, 10, 13, 45, 46, 48];
const firstNotAscii = 128;
/** Hundredths below this are whole numbers that the engine counts with fastest. */
const maxHundredths = 2 ** 31;
/** More than the digits of any number that is written by hand. */
const roomOfNumber = 16;

/** A cell as CSV has it, if it needs quotes. */
type WriteCell = (text: string) => string;

/**
 * CSV as bytes, cell by cell. Most cells are short and plain, and most numbers have two decimals at most: to make a text of each, and one
 * text of all of them, takes several times as long.
 */
export class CsvBytes {
  readonly #writeCell: WriteCell;
  #bytes: Buffer;
  #at = 0;

  /** `expected`: bytes that it will have, about. */
  constructor(writeCell: WriteCell, expected: number) {
    this.#writeCell = writeCell;
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(expected, mostByHand));
  }

  addCell(cell: unknown): void {
    if (typeof cell === 'number') this.#addNumber(cell);
    else if (typeof cell === 'string') this.#addText(cell);
    else if (cell !== null && cell !== undefined)
      this.#addText(String(typeof cell === 'object' ? JSON.stringify(cell) : cell));
  }

  addComma(): void {
    this.#addByte(comma);
  }

  endLine(): void {
    this.#addByte(lineFeed);
  }

  /** All of it. Nothing may be added any more. */
  take(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  #addByte(byte: number): void {
    this.#makeRoom(1);
    this.#bytes[this.#at++] = byte;
  }

  #addText(text: string): void {
    const { length } = text;
    if (length > mostByHand) {
      this.#encode(text);
      return;
    }
    this.#makeRoom(length);
    const bytes = this.#bytes;
    let at = this.#at;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code >= firstNotAscii || code === comma || code === quote || code === lineFeed || code === carriageReturn) {
        this.#encode(text);
        return;
      }
      bytes[at++] = code;
    }
    this.#at = at;
  }

  #encode(text: string): void {
    const written = this.#writeCell(text);
    // A character takes three bytes of UTF-8 at most, and one outside of the first plane is two characters here.
    this.#makeRoom(written.length * 3);
    this.#at += this.#bytes.write(written, this.#at);
  }

  /** Two decimals of at most 15 digits in all that read as a number are its shortest text: no other such digits read as the same double. */
  #addNumber(value: number): void {
    const hundredths = Math.round(value * 100);
    if (hundredths / 100 !== value || Math.abs(hundredths) >= maxHundredths) {
      this.#addText(String(value));
      return;
    }
    this.#makeRoom(roomOfNumber);
    if (hundredths < 0) this.#bytes[this.#at++] = minus;
    const size = Math.abs(hundredths);
    const whole = Math.trunc(size / 100);
    this.#addDigits(whole);
    const rest = size - whole * 100;
    if (rest === 0) return;
    const tenths = Math.trunc(rest / 10);
    this.#bytes[this.#at++] = point;
    this.#bytes[this.#at++] = zero + tenths;
    if (rest > tenths * 10) this.#bytes[this.#at++] = zero + rest - tenths * 10;
  }

  #addDigits(whole: number): void {
    let end = this.#at + 1;
    for (let bound = 10; whole >= bound; bound *= 10) end++;
    this.#at = end;
    let left = whole;
    do {
      const tens = Math.trunc(left / 10);
      this.#bytes[--end] = zero + left - tens * 10;
      left = tens;
    } while (left > 0);
  }

  #makeRoom(length: number): void {
    if (this.#at + length <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#at + length));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}
