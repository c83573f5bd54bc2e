import { KernelHost } from '../../kernels/wasm/kernel-host.ts';
import { cells, layOut, MemoryPlan, type Region } from '../../kernels/wasm/layout.ts';
import { type MemoryViews, viewOf } from '../../kernels/wasm/memory-views.ts';
import { decodeText } from '../../text/decode-text.ts';
import { defined } from '../../util/defined.ts';
import { COLUMN_BYTES, csvModule, LABEL_BYTES, LABEL_SLOTS, LONG_LABEL, MAX_LABEL_BYTES } from './csv-module.ts';

/** This many bytes of a body are looked at at once. */
const WINDOW_BYTES = 128 * 1024;

/** Room for the cells of all columns, about. */
const CELLS_BYTES = 512 * 1024;

/** Records read at once, at most: a column's cells stay in the cache until they are taken out. */
const MAX_ROWS = 512;

/** With room for fewer, calling costs more than it saves. */
const LEAST_ROWS = 16;

const LF = 10;
const POWER_COUNT = 16;

/** What lies at the same places for all orders of columns. */
const FIXED = layOut({
  powers: cells(POWER_COUNT, 8),
  // For each length of a label.
  masks: cells(MAX_LABEL_BYTES + 1, MAX_LABEL_BYTES),
  state: cells(4, 4, 16),
  // Words of a label at the window's end reach beyond it; what they hold of that is masked away.
  window: cells(WINDOW_BYTES + 64, 1),
});

const { powers: POWERS, masks: MASKS, state: STATE, window: WINDOW } = FIXED.regions;

/** One does for all kernels: columns are described in memory. */
const MODULE = {
  name: 'csv',
  generate: () => csvModule({ powers: POWERS.start, masks: MASKS.start }),
};

export type CsvCell = 'number' | 'text';

interface CsvFunctions {
  readonly parse: (at: number, end: number, columns: number, columnsEnd: number, rows: number, state: number) => void;
}

interface KernelColumn {
  readonly cells: Region;
  /** Undefined in a column of numbers. */
  readonly labels: Region | undefined;
  readonly places: Region | undefined;
  /** By slot of the column's known labels. */
  readonly texts: string[];
}

/** Where the columns of one order lie. */
interface CsvLayout {
  readonly columns: readonly KernelColumn[];
  /** Addresses of each column's regions (`COLUMN_BYTES`). */
  readonly descriptions: Region;
  /** Cells of each column. */
  readonly rows: number;
  readonly end: number;
}

/** Plain records of CSV to columns, many at once (`csv-module.ts`), for one order of numbers and texts. */
export class CsvKernel {
  readonly #views: MemoryViews;
  readonly #functions: CsvFunctions;
  readonly #layout: CsvLayout;
  #body: Uint8Array = new Uint8Array(0);
  /** What part of the body stands in the window. */
  #from = 0;
  #to = 0;
  #at = 0;
  #rowCount = 0;

  /** Undefined for no columns or very many, and where an engine has no kernel for them. */
  static create(kinds: readonly CsvCell[]): CsvKernel | undefined {
    const rows = Math.min(MAX_ROWS, Math.floor(CELLS_BYTES / (kinds.length * 16)));
    if (kinds.length === 0 || rows < LEAST_ROWS) return undefined;
    const layout = layOutColumns(kinds, rows);
    const host = KernelHost.open<CsvFunctions>(MODULE, layout.end);
    return host && new CsvKernel(host, layout);
  }

  private constructor({ functions, views }: KernelHost<CsvFunctions>, layout: CsvLayout) {
    this.#functions = functions;
    this.#views = views;
    this.#layout = layout;
    writeTables(views);
    this.#describeColumns();
  }

  /** Where the records that were read end. */
  get at(): number {
    return this.#at;
  }

  /** Records that the last `read` has read. */
  get rowCount(): number {
    return this.#rowCount;
  }

  open(body: Uint8Array): void {
    this.#body = body;
    this.#from = 0;
    this.#to = 0;
  }

  /** Reads records from a place of the body on; returns how many, up to `maxRows`. None: the next one is not plain, or there is none. */
  read(at: number, maxRows: number): number {
    if (at < this.#from || at >= this.#to) this.#load(at);
    const { descriptions, rows } = this.#layout;
    const [first, last] = [WINDOW.start + at - this.#from, WINDOW.start + this.#to - this.#from];
    const most = Math.min(rows, maxRows);
    this.#functions.parse(first, last, descriptions.start, descriptions.end, most, STATE.start);
    const state = viewOf(this.#views.words, STATE);
    const [rowCount, rowsEnd, column] = [defined(state[0]), defined(state[1]), defined(state[2])];
    this.#at = this.#from + rowsEnd - WINDOW.start;
    this.#rowCount = rowCount;
    this.#forgetLabels((column - descriptions.start) / COLUMN_BYTES, rowCount);
    return rowCount;
  }

  /** Cells of a column of numbers, of the records that were read. They are written over by the next `read`. */
  numbers(column: number): Float64Array {
    return viewOf(this.#views.doubles, defined(this.#layout.columns[column]).cells).subarray(0, this.#rowCount);
  }

  /** Writes the cells of a column of texts to `target`, from `row` on. To be called for every `read`: it makes texts of new labels. */
  takeTexts(column: number, target: string[], row: number): void {
    const { cells: slotCells, places, texts } = defined(this.#layout.columns[column]);
    const slots = viewOf(this.#views.words, slotCells);
    const ends = viewOf(this.#views.words, places as Region);
    for (let at = 0; at < this.#rowCount; at++) {
      const slot = defined(slots[at]);
      if (slot >= 0) {
        target[row + at] = defined(texts[slot]);
        continue;
      }
      const text = decodeText(this.#views.bytes, defined(ends[at * 2]), defined(ends[at * 2 + 1]));
      if (slot !== LONG_LABEL) texts[~slot] = text;
      target[row + at] = text;
    }
  }

  /** A record that was begun and left has added labels whose texts are not needed. */
  #forgetLabels(columnCount: number, row: number): void {
    for (const { cells: slots, labels } of this.#layout.columns.slice(0, columnCount)) {
      if (labels === undefined) continue;
      const slot = defined(this.#views.words[slots.start / 4 + row]);
      if (slot < 0 && slot !== LONG_LABEL) this.#forgetLabel(labels, ~slot);
    }
  }

  #forgetLabel(labels: Region, slot: number): void {
    this.#views.words[(labels.start + slot * LABEL_BYTES + MAX_LABEL_BYTES) / 4] = -1;
  }

  /** Fills the window with whole lines, or all that is left. A line that does not fit is left to others. */
  #load(at: number): void {
    const rest = this.#body.subarray(at, at + WINDOW_BYTES);
    const isAll = at + rest.length === this.#body.length;
    const size = isAll ? rest.length : rest.lastIndexOf(LF) + 1;
    const { bytes } = this.#views;
    bytes.set(rest.subarray(0, size), WINDOW.start);
    bytes[WINDOW.start + size] = LF;
    this.#from = at;
    this.#to = at + size;
  }

  #describeColumns(): void {
    const descriptions = viewOf(this.#views.words, this.#layout.descriptions);
    for (const [column, { cells: slots, labels, places }] of this.#layout.columns.entries()) {
      descriptions.set([slots.start, labels?.start ?? 0, places?.start ?? 0], (column * COLUMN_BYTES) / 4);
      for (let slot = 0; labels !== undefined && slot < LABEL_SLOTS; slot++) this.#forgetLabel(labels, slot);
    }
  }
}

function layOutColumns(kinds: readonly CsvCell[], rows: number): CsvLayout {
  const plan = new MemoryPlan(FIXED.end);
  const descriptions = plan.take(cells(kinds.length, COLUMN_BYTES, 4));
  const columns = kinds.map((kind): KernelColumn => {
    if (kind === 'number') return { cells: plan.take(cells(rows, 8)), labels: undefined, places: undefined, texts: [] };
    const slots = plan.take(cells(rows, 4, 8));
    const labels = plan.take(cells(LABEL_SLOTS, LABEL_BYTES, 8));
    return { cells: slots, labels, places: plan.take(cells(rows, 8)), texts: [] };
  });
  return { columns, descriptions, rows, end: plan.end };
}

function writeTables(views: MemoryViews): void {
  viewOf(views.doubles, POWERS).set(Array.from({ length: POWER_COUNT }, (_, at) => Number(`1e${at}`)));
  const masks = viewOf(views.bytes, MASKS);
  for (let length = 0; length <= MAX_LABEL_BYTES; length++) {
    masks.fill(0xff, length * MAX_LABEL_BYTES, length * MAX_LABEL_BYTES + length);
  }
}
