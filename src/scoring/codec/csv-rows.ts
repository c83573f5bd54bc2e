import type { Column } from '../frame/column.ts';
import type { BasicType } from '../frame/data-type.ts';
import type { Frame } from '../frame/frame.ts';
import type { Schema } from '../frame/schema.ts';
import { ScoringError } from '../scoring-error.ts';
import { CsvScanner } from './csv-scanner.ts';
import { parseJavaScalar } from './java-scalar.ts';

/**
 * Reads CSV bytes into the scalar columns of a schema, by position. The columns are buffers that the next `decode`
 * writes over; cells beyond the schema are ignored.
 */
export class CsvRows {
  readonly #schema: Schema;
  readonly #scanner = new CsvScanner();
  readonly #cells: readonly ColumnBuffer[];

  constructor(schema: Schema) {
    this.#schema = schema;
    this.#cells = schema.fields.map(({ name, type }) => new ColumnBuffer(name, type.base));
  }

  /** Takes all records, or the first `maxRows`. Throws `bad_input` naming row, column and value. */
  decode(bytes: Uint8Array, maxRows = Number.MAX_SAFE_INTEGER): Frame {
    const scanner = this.#scanner;
    const cells = this.#cells;
    scanner.open(bytes);
    let row = 0;
    for (; row < maxRows && scanner.nextRecord(); row++) {
      for (let at = 0; at < cells.length; at++) {
        if (at > 0 && !scanner.nextCell()) throw tooShort(row, at, cells.length, cells[at].name);
        cells[at].read(scanner, row);
      }
      scanner.skipRecord(row);
    }
    return { schema: this.#schema, columns: cells.map((cell) => cell.column(row)), rowCount: row };
  }
}

function tooShort(row: number, found: number, wanted: number, column: string): ScoringError {
  const message = `The record has ${found} cells, but the schema ${wanted} (row ${row + 1}, column "${column}")`;
  return new ScoringError('bad_input', message, { row, column });
}

class ColumnBuffer {
  readonly name: string;
  readonly #base: BasicType;
  readonly #isPlain: boolean;
  #numbers = new Float64Array(16);
  #texts: string[] = [];

  constructor(name: string, base: BasicType) {
    this.name = name;
    this.#base = base;
    this.#isPlain = base === 'double';
  }

  read(scanner: CsvScanner, row: number): void {
    if (this.#base === 'string') {
      this.#texts[row] = scanner.text(row);
      return;
    }
    const plain = this.#isPlain ? scanner.plainNumber() : Number.NaN;
    const value = plain === plain ? plain : this.#parse(scanner.text(row), row);
    if (row >= this.#numbers.length) this.#grow();
    this.#numbers[row] = value;
  }

  column(rowCount: number): Column {
    if (this.#base !== 'string') return { kind: 'number', values: this.#numbers };
    this.#texts.length = rowCount;
    return { kind: 'string', values: this.#texts };
  }

  #grow(): void {
    const numbers = new Float64Array(2 * this.#numbers.length);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }

  #parse(text: string, row: number): number {
    const value = parseJavaScalar(text, this.#base);
    if (value !== undefined) return value;
    const what = text === '' ? 'empty String' : `For input string: "${text}"`;
    throw new ScoringError('bad_input', `${what} (row ${row + 1}, column "${this.name}")`, {
      row,
      column: this.name,
      value: text,
    });
  }
}
