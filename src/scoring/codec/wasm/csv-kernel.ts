import { webAssembly } from '../../math/wasm/web-assembly.ts';
import { decodeText } from '../decode-text.ts';
import { COLUMN_BYTES, csvModule, LABEL_BYTES, LABEL_SLOTS, LONG_LABEL, MAX_LABEL_BYTES } from './csv-module.ts';

/** So many bytes of a body are looked at at once. */
const WINDOW_BYTES = 128 * 1024;

/** Room for the cells of all columns, about. */
const CELLS_BYTES = 512 * 1024;

/** Records read at once, at most: a column's cells stay in the cache until they are taken out. */
const MAX_ROWS = 512;

/** With room for fewer, calling costs more than it saves. */
const LEAST_ROWS = 16;

const LF = 10;
const PAGE_BYTES = 65_536;
const POWERS = 0;
const POWER_COUNT = 16;
const MASKS = POWERS + POWER_COUNT * 8;
const STATE = MASKS + (MAX_LABEL_BYTES + 1) * MAX_LABEL_BYTES;
const WINDOW = STATE + 16;

/** One does for all kernels: fixed tables lie at the same places, columns are described in memory. */
let compiled: object | undefined;

export type CsvCell = 'number' | 'text';

type Parse = (at: number, end: number, columns: number, columnsEnd: number, rows: number, state: number) => void;

interface KernelColumn {
  /** Addresses. */
  readonly cells: number;
  readonly labels: number;
  readonly places: number;
  /** By slot of the column's known labels. */
  readonly texts: string[];
}

/** Plain records of CSV to columns, many at once (`csv-module.ts`), for one order of numbers and texts. */
export class CsvKernel {
  readonly #buffer: ArrayBuffer;
  readonly #bytes: Uint8Array;
  readonly #state: Int32Array;
  readonly #parse: Parse;
  readonly #columns: readonly KernelColumn[];
  readonly #descriptions: number;
  readonly #rows: number;
  #body: Uint8Array = new Uint8Array(0);
  /** What part of the body stands in the window. */
  #from = 0;
  #to = 0;
  #at = 0;

  /** Undefined where an engine has no WebAssembly, or for very many columns. */
  static create(cells: readonly CsvCell[]): CsvKernel | undefined {
    const rows = Math.min(MAX_ROWS, Math.floor(CELLS_BYTES / (cells.length * 16)));
    if (webAssembly === undefined || cells.length === 0 || rows < LEAST_ROWS) return undefined;
    try {
      return new CsvKernel(cells, rows);
    } catch {
      // No addresses left for another memory.
      return undefined;
    }
  }

  private constructor(cells: readonly CsvCell[], rows: number) {
    const wasm = webAssembly as NonNullable<typeof webAssembly>;
    // Words of a label at the window's end reach beyond it; what they hold of that is masked away.
    let end = WINDOW + WINDOW_BYTES + 64;
    const take = (bytes: number) => {
      const start = end;
      end += Math.ceil(bytes / 8) * 8;
      return start;
    };
    this.#rows = rows;
    this.#descriptions = take(cells.length * COLUMN_BYTES);
    this.#columns = cells.map((cell) => {
      if (cell === 'number') return { cells: take(rows * 8), labels: 0, places: 0, texts: [] };
      return { cells: take(rows * 4), labels: take(LABEL_SLOTS * LABEL_BYTES), places: take(rows * 8), texts: [] };
    });
    const memory = new wasm.Memory({ initial: Math.ceil(end / PAGE_BYTES) });
    this.#buffer = memory.buffer;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#state = new Int32Array(memory.buffer, STATE, 3);
    compiled ??= new wasm.Module(csvModule({ powers: POWERS, masks: MASKS }));
    this.#parse = new wasm.Instance(compiled, { kernel: { memory } }).exports['parse'] as Parse;
    writeTables(memory.buffer);
    this.#describeColumns();
  }

  /** Where the records that were read end. */
  get at(): number {
    return this.#at;
  }

  open(body: Uint8Array): void {
    this.#body = body;
    this.#from = 0;
    this.#to = 0;
  }

  /** Reads records from a place of the body on; returns how many, up to `maxRows`. None: the next one is not plain, or there is none. */
  read(at: number, maxRows: number): number {
    if (at < this.#from || at >= this.#to) this.#load(at);
    const { length } = this.#columns;
    const columnsEnd = this.#descriptions + length * COLUMN_BYTES;
    const [first, last] = [WINDOW + at - this.#from, WINDOW + this.#to - this.#from];
    this.#parse(first, last, this.#descriptions, columnsEnd, Math.min(this.#rows, maxRows), STATE);
    const [rowCount, rowsEnd, column] = this.#state;
    this.#at = this.#from + rowsEnd - WINDOW;
    this.#forgetLabels((column - this.#descriptions) / COLUMN_BYTES, rowCount);
    return rowCount;
  }

  /** Cells of a column of numbers, of so many records as were read. They are written over by the next `read`. */
  numbers(column: number, rowCount: number): Float64Array {
    return new Float64Array(this.#buffer, this.#columns[column].cells, rowCount);
  }

  /** Writes the cells of a column of texts to `target`, from `row` on. To be called for every `read`: it makes texts of new labels. */
  takeTexts(column: number, rowCount: number, target: string[], row: number): void {
    const { cells, places, texts } = this.#columns[column];
    const slots = new Int32Array(this.#buffer, cells, rowCount);
    const ends = new Int32Array(this.#buffer, places, rowCount * 2);
    for (let at = 0; at < rowCount; at++) {
      const slot = slots[at];
      if (slot >= 0) {
        target[row + at] = texts[slot];
        continue;
      }
      const text = decodeText(this.#bytes, ends[at * 2], ends[at * 2 + 1]);
      if (slot !== LONG_LABEL) texts[~slot] = text;
      target[row + at] = text;
    }
  }

  /** A record that was begun and left has made labels known that nobody asks the texts of. */
  #forgetLabels(columnCount: number, row: number): void {
    for (const { cells, labels } of this.#columns.slice(0, columnCount)) {
      if (labels === 0) continue;
      const [slot] = new Int32Array(this.#buffer, cells + row * 4, 1);
      if (slot < 0 && slot !== LONG_LABEL) this.#forgetLabel(labels, ~slot);
    }
  }

  #forgetLabel(labels: number, slot: number): void {
    new Int32Array(this.#buffer, labels + slot * LABEL_BYTES + MAX_LABEL_BYTES, 1)[0] = -1;
  }

  /** Fills the window with whole lines, or all that is left. A line that does not fit is left to others. */
  #load(at: number): void {
    const rest = this.#body.subarray(at, at + WINDOW_BYTES);
    const isAll = at + rest.length === this.#body.length;
    const size = isAll ? rest.length : rest.lastIndexOf(LF) + 1;
    this.#bytes.set(rest.subarray(0, size), WINDOW);
    this.#bytes[WINDOW + size] = LF;
    this.#from = at;
    this.#to = at + size;
  }

  #describeColumns(): void {
    const words = new Int32Array(this.#buffer);
    for (const [column, { cells, labels, places }] of this.#columns.entries()) {
      words.set([cells, labels, places], (this.#descriptions + column * COLUMN_BYTES) / 4);
      for (let slot = 0; labels > 0 && slot < LABEL_SLOTS; slot++) this.#forgetLabel(labels, slot);
    }
  }
}

function writeTables(buffer: ArrayBuffer): void {
  new Float64Array(buffer, POWERS, POWER_COUNT).set(Array.from({ length: POWER_COUNT }, (_, at) => Number(`1e${at}`)));
  const masks = new Uint8Array(buffer, MASKS, (MAX_LABEL_BYTES + 1) * MAX_LABEL_BYTES);
  for (let length = 0; length <= MAX_LABEL_BYTES; length++) {
    masks.fill(0xff, length * MAX_LABEL_BYTES, length * MAX_LABEL_BYTES + length);
  }
}
