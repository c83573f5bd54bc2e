import type { ModelFiles } from '@catenary/scoring/internal/frame';
import { readCsvCells } from '@catenary/scoring/internal/text';
import type { ColumnType, RuleCell } from './cell-table.ts';
import { rulesError } from './rules-error.ts';

/** One column of a reference table by the cells of its key. */
export interface Lookup {
  readonly type: ColumnType;
  readonly values: ReadonlyMap<string, RuleCell>;
}

/** A table of the archive: a CSV file whose first line names its columns. */
export class ReferenceTable {
  readonly #place: string;
  readonly #names: readonly string[];
  readonly #rows: readonly (readonly string[])[];
  readonly #keyAt: number;

  constructor(files: ModelFiles, name: string, { file, key }: { readonly file: string; readonly key: string }) {
    this.#place = `tables.${name}`;
    const bytes = files.get(file);
    if (bytes === undefined) throw rulesError(this.#place, `the archive has no file ${file}`);
    const [names = [], ...rows] = readCsvCells(Buffer.from(bytes).toString('utf8')).map((cells) =>
      cells.map(({ text }) => text),
    );
    this.#names = names;
    this.#rows = rows;
    this.#keyAt = this.#placeOf(key);
  }

  /** Throws `ScoringError` for a column that is not there, and for a key that is there twice. */
  lookup(column: string): Lookup {
    const at = this.#placeOf(column);
    const texts = this.#rows.map((row) => row[at] ?? '');
    const isNumber = texts.length > 0 && texts.every((text) => text.trim() !== '' && Number.isFinite(Number(text)));
    const values = new Map<string, RuleCell>();
    this.#rows.forEach((row, index) => {
      const key = row[this.#keyAt] ?? '';
      if (values.has(key)) throw rulesError(this.#place, `the key ${JSON.stringify(key)} is there twice`);
      const text = texts[index] ?? '';
      values.set(key, isNumber ? Number(text) : text);
    });
    return { type: { type: isNumber ? 'number' : 'text', nullable: false }, values };
  }

  #placeOf(column: string): number {
    const at = this.#names.indexOf(column);
    if (at >= 0) return at;
    throw rulesError(
      this.#place,
      `its file has no column ${JSON.stringify(column)}; there are ${this.#names.join(', ')}`,
    );
  }
}
