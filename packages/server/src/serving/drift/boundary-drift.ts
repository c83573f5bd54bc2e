import { setImmediate as nextTurn } from 'node:timers/promises';
import { DataProfile, type Row } from '../monitoring/analysis/data-profile.ts';
import { type BaselineColumn, readStatistics } from '../monitoring/analysis/read-statistics.ts';
import { statisticsFile } from '../monitoring/analysis/statistics-file.ts';
import { type ColumnDrift, columnDrift } from './column-drift.ts';

/** What is reported of a boundary. */
export interface BoundaryReport {
  readonly boundary: string;
  /** `statistics.json`, or the first rows since the endpoint started here. */
  readonly baseline: 'statistics' | 'first rows' | 'gathering';
  /** Rows since the window began. */
  readonly rows: number;
  readonly columns: readonly ColumnDrift[];
}

export interface BoundaryOptions {
  readonly name: string;
  /** By names of columns; without one the first rows are the baseline. */
  readonly baseline: ReadonlyMap<string, BaselineColumn> | undefined;
}

/** Rows that are a baseline where none is given. */
const firstRows = 2000;
/** A window is at most this many rows; after it a new one begins. */
const windowRows = 20_000;
/** A window that has no verdict yet shows the one before. */
const leastRows = 200;
const maxColumns = 200;

/** What passes one boundary of a chain, in bounded memory, beside its baseline. */
export class BoundaryDrift {
  readonly #name: string;
  readonly #isGiven: boolean;
  #baseline: ReadonlyMap<string, BaselineColumn> | undefined;
  #before: DataProfile | undefined;
  #window = new DataProfile();

  constructor({ name, baseline }: BoundaryOptions) {
    this.#name = name;
    this.#baseline = baseline;
    this.#isGiven = baseline !== undefined;
  }

  /** Of a row with very many columns the first ones count. */
  add(row: Row): void {
    const known = row.size <= maxColumns ? row : new Map([...row].slice(0, maxColumns));
    if (this.#window.columns.length + known.size > 2 * maxColumns) return;
    this.#window.add(known);
    if (this.#baseline === undefined && this.#window.rowCount >= firstRows) {
      this.#baseline = readStatistics(statisticsFile(this.#window));
      this.#window = new DataProfile();
    } else if (this.#window.rowCount >= windowRows) this.endWindow();
  }

  /** A new window begins; the one before is kept until the new one can be judged. Rows that become the baseline go on. */
  endWindow(): void {
    if (this.#baseline === undefined || this.#window.rowCount < leastRows) return;
    this.#before = this.#window;
    this.#window = new DataProfile();
  }

  /** Other requests have their turn after each column. */
  async describe(): Promise<BoundaryReport> {
    const { rowCount } = this.#window;
    const shown = rowCount < leastRows && this.#before !== undefined ? this.#before : this.#window;
    const columns: ColumnDrift[] = [];
    const { columns: profiles } = shown;
    for (const profile of profiles) {
      columns.push(columnDrift(profile, this.#baseline?.get(profile.name), profiles.length));
      await nextTurn();
    }
    const baseline = this.#isGiven ? 'statistics' : this.#baseline === undefined ? 'gathering' : 'first rows';
    return { boundary: this.#name, baseline, rows: shown.rowCount, columns };
  }
}
