import type { Column } from '../../frame/column.ts';
import type { BasicType } from '../../frame/data-type.ts';
import { ExactLongs } from '../../frame/exact-longs.ts';
import type { Frame } from '../../frame/frame.ts';
import type { Schema } from '../../frame/schema.ts';
import { ScoringError } from '../../scoring-error.ts';
import { numberAdvice } from '../../text/advice.ts';
import { defined } from '../../util/defined.ts';
import { present } from '../../util/present.ts';
import { parseJavaScalar } from '../java-scalar.ts';
import { type CsvCell, CsvKernel } from './csv-kernel.ts';
import { CsvScanner } from './csv-scanner.ts';

/** Of a few records one is read after the other. */
const LEAST_KERNEL_BYTES = 512;

/**
 * Reads CSV bytes into the scalar columns of a schema, by position. The columns are buffers that the next `decode`
 * writes over; cells beyond the schema are ignored.
 */
export class CsvRows {
  readonly #schema: Schema;
  readonly #scanner = new CsvScanner();
  readonly #cells: readonly ColumnBuffer[];
  /** Null until it is looked for. */
  #kernel: CsvKernel | null | undefined = null;

  constructor(schema: Schema) {
    this.#schema = schema;
    this.#cells = schema.fields.map(({ name, type }) => new ColumnBuffer(name, type.base));
  }

  /** Takes all records, or the first `maxRows`. Throws `bad_input` naming row, column and value. */
  decode(bytes: Uint8Array, maxRows = Number.MAX_SAFE_INTEGER): Frame {
    const scanner = this.#scanner;
    scanner.open(bytes);
    const kernel = this.#openKernel(bytes);
    let row = 0;
    for (;;) {
      if (kernel !== undefined) row = this.#takePlain(kernel, row, maxRows);
      if (row >= maxRows || !scanner.nextRecord()) break;
      this.#readRecord(row++);
    }
    return { schema: this.#schema, columns: this.#cells.map((cell) => cell.column(row)), rowCount: row };
  }

  /** For bodies that are worth it, of texts and doubles alone. */
  #openKernel(bytes: Uint8Array): CsvKernel | undefined {
    if (bytes.length < LEAST_KERNEL_BYTES) return undefined;
    if (this.#kernel === null) {
      const kinds = this.#cells.map(({ kernelCell }) => kernelCell).filter((kind) => kind !== undefined);
      this.#kernel = kinds.length === this.#cells.length ? CsvKernel.create(kinds) : undefined;
    }
    this.#kernel?.open(bytes);
    return this.#kernel;
  }

  /** Reads records up to the next one that is not plain; returns how many there are by then. */
  #takePlain(kernel: CsvKernel, firstRow: number, maxRows: number): number {
    const scanner = this.#scanner;
    let row = firstRow;
    while (row < maxRows) {
      const rowCount = kernel.read(scanner.at, maxRows - row);
      if (rowCount === 0) break;
      this.#cells.forEach((cell, at) => cell.take(kernel, at, row));
      scanner.at = kernel.at;
      row += rowCount;
    }
    return row;
  }

  #readRecord(row: number): void {
    const scanner = this.#scanner;
    const cells = this.#cells;
    for (let at = 0; at < cells.length; at++) {
      if (at > 0 && !scanner.nextCell()) throw this.#tooShort(row, at);
      defined(cells[at]).read(scanner, row);
    }
    scanner.skipRecord(row);
  }

  #tooShort(row: number, found: number): ScoringError {
    const column = defined(this.#cells[found]).name;
    const message = `The record has ${found} cells, but the schema ${this.#cells.length} (row ${row + 1}, column "${column}")`;
    return new ScoringError('bad_input', message, { row, column });
  }
}

class ColumnBuffer {
  readonly name: string;
  readonly #base: BasicType;
  readonly #isPlain: boolean;
  #numbers = new Float64Array(16);
  #texts: string[] = [];
  #longs = new ExactLongs();

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
    this.#reserve(row + 1);
    this.#numbers[row] = value;
  }

  /** What its cells are to the kernel; undefined if it cannot read them. */
  get kernelCell(): CsvCell | undefined {
    if (this.#base === 'string') return 'text';
    return this.#isPlain ? 'number' : undefined;
  }

  /** Takes the cells of its column that the kernel has read, as those from `row` on. */
  take(kernel: CsvKernel, column: number, row: number): void {
    if (this.#base === 'string') {
      kernel.takeTexts(column, this.#texts, row);
      return;
    }
    this.#reserve(row + kernel.rowCount);
    this.#numbers.set(kernel.numbers(column), row);
  }

  column(rowCount: number): Column {
    if (this.#base !== 'string')
      return { kind: 'number', values: this.#numbers, ...present({ longs: this.#longs.longs }) };
    this.#texts.length = rowCount;
    return { kind: 'string', values: this.#texts };
  }

  #reserve(rowCount: number): void {
    if (rowCount <= this.#numbers.length) return;
    const numbers = new Float64Array(Math.max(rowCount, 2 * this.#numbers.length));
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }

  #parse(text: string, row: number): number {
    const value = parseJavaScalar(text, this.#base);
    if (row === 0) this.#longs = new ExactLongs();
    if (value !== undefined && this.#base === 'long') this.#longs.take(row, value, text);
    if (value !== undefined) return value;
    const advice = numberAdvice(text);
    const what = text === '' ? 'empty String' : `For input string: "${text}"`;
    throw new ScoringError(
      'bad_input',
      `${what} (row ${row + 1}, column "${this.name}")${advice === '' ? '' : `.${advice}`}`,
      {
        row,
        column: this.name,
        value: text,
      },
    );
  }
}
