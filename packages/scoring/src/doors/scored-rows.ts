import type { Column } from '../frame/column.ts';
import { vector } from '../frame/data-type.ts';
import { withAllCells } from '../frame/feature-rows.ts';
import type { Frame } from '../frame/frame.ts';
import { vectorFeatures } from '../frame/vector-features.ts';
import { ScoringError } from '../scoring-error.ts';
import { defined } from '../util/defined.ts';
import { nearestName } from '../util/nearest-name.ts';
import { frameCell } from './frame-cell.ts';
import type { Answer, Result, RowError } from './result.ts';
import type { Dense, Value } from './rows.ts';

/** A frame as the answer to rows. The frame is no buffer of a model, and has no rejections. */
export class ScoredRows implements Result {
  readonly rows: number;
  readonly names: readonly string[];
  readonly errors: readonly RowError[];
  readonly #frame: Frame;
  readonly #labels: readonly string[] | undefined;

  /** `labels`: what the positions of the column `probability` are called. `errors` are those of rows that are null. */
  constructor(frame: Frame, labels: readonly string[] | undefined, errors: readonly RowError[] = []) {
    this.#frame = frame;
    this.#labels = labels;
    this.rows = frame.rowCount;
    this.names = frame.schema.fields.map(({ name }) => name);
    this.errors = errors;
  }

  column(name: string): Float64Array | readonly Value[] {
    const at = this.#find(name);
    const column = defined(this.#frame.columns[at]);
    const { type } = defined(this.#frame.schema.fields[at]);
    if (column.kind === 'number' && type.base !== 'boolean' && (column.nulls === undefined || this.errors.length > 0))
      return column.values;
    return Array.from({ length: this.rows }, (_none, row) => this.#cell(at, row));
  }

  dense(name: string): Dense {
    const at = this.#find(name);
    const column = defined(this.#frame.columns[at]);
    const dense = denseOf(column, this.rows);
    if (dense !== undefined) return dense;
    throw new ScoringError(
      'wrong_type',
      `The column "${name}" has no numbers of one count a row; read it with column().`,
      { column: name, expected: 'numbers, or vectors of one size' },
    );
  }

  toRows(): Answer[] {
    return Array.from({ length: this.rows }, (_none, row) => this.row(row));
  }

  /** The answer to one row. */
  row(row: number): Answer {
    const answer: Record<string, Value> = {};
    for (let at = 0; at < this.names.length; at++) setOwn(answer, defined(this.names[at]), this.#cell(at, row));
    return answer;
  }

  #cell(at: number, row: number): Value {
    const cell = frameCell(defined(this.#frame.columns[at]), defined(this.#frame.schema.fields[at]).type, row);
    if (this.#labels === undefined || this.names[at] !== 'probability' || !Array.isArray(cell)) return cell;
    // A perceptron that saw one label answers two probabilities.
    if (cell.length !== this.#labels.length) return cell;
    return Object.fromEntries(this.#labels.map((label, place) => [label, cell[place] ?? null]));
  }

  #find(name: string): number {
    const at = this.names.indexOf(name);
    if (at >= 0) return at;
    throw new ScoringError('missing_column', `The answer has no column "${name}"${nearestName(name, this.names)}`, {
      column: name,
    });
  }
}

/** A column may be called `__proto__`. */
function setOwn(answer: Record<string, Value>, name: string, value: Value): void {
  if (name === '__proto__') Object.defineProperty(answer, name, { value, enumerable: true, configurable: true });
  else answer[name] = value;
}

function denseOf(column: Column, rowCount: number): Dense | undefined {
  if (column.kind === 'number') return { values: column.values, columns: 1 };
  if (column.kind === 'vector') {
    const rows = vectorFeatures(column, rowCount);
    if (rows !== undefined) {
      const { values, columnCount } = withAllCells(rows);
      return { values, columns: columnCount };
    }
  }
  return column.kind === 'string' ? undefined : blockOf(column, rowCount);
}

/** Lists of numbers of one size but for rows that have none, which are NaN. */
function blockOf(column: Column, rowCount: number): Dense | undefined {
  const cells = Array.from({ length: rowCount }, (_none, row) => frameCell(column, vector(), row));
  const first = cells.find((cell) => cell !== null);
  const columns = Array.isArray(first) ? first.length : 0;
  const fits = (cell: Value) =>
    Array.isArray(cell) && cell.length === columns && cell.every((number) => typeof number === 'number');
  if (columns === 0 || !cells.every((cell) => cell === null || fits(cell))) return undefined;
  const values = new Float64Array(rowCount * columns).fill(Number.NaN);
  cells.forEach((cell, row) => cell === null || values.set(cell as readonly number[], row * columns));
  return { values, columns };
}
