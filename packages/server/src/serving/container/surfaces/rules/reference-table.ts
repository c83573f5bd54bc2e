import type { ModelFiles } from '@catenary/scoring/internal/frame';
import { own } from '@catenary/scoring/internal/names';
import { readCsvCells } from '@catenary/scoring/internal/text';
import type { ColumnType, RuleCell } from './cell-table.ts';
import { rulesError } from './rules-error.ts';

/** One column of a reference table by the cells of its key. */
export interface Lookup {
  readonly type: ColumnType;
  readonly values: ReadonlyMap<string, RuleCell>;
}

/** What a table is read from. */
interface TableFile {
  readonly file: string;
  readonly key: string;
}

/** A table of the archive: a CSV file whose first line names its columns, or one of Parquet. */
export class ReferenceTable {
  readonly #place: string;
  readonly #names: readonly string[];
  readonly #rows: readonly (readonly string[])[];
  readonly #keyAt: number;

  private constructor(place: string, [names = [], ...rows]: readonly (readonly string[])[], key: string) {
    this.#place = place;
    this.#names = names;
    this.#rows = rows;
    this.#keyAt = this.#placeOf(key);
  }

  /** Rejects with `ScoringError` for a file that is not there or cannot be read, and for a key that it has not. */
  static async open(files: ModelFiles, name: string, { file, key }: TableFile): Promise<ReferenceTable> {
    const place = `tables.${name}`;
    const bytes = files.get(file);
    if (bytes === undefined) throw rulesError(place, `the archive has no file ${file}`);
    const records = file.endsWith('.parquet') ? await parquetRecords(bytes, place) : csvRecords(bytes);
    return new ReferenceTable(place, records, key);
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

const csvRecords = (bytes: Uint8Array): string[][] =>
  readCsvCells(Buffer.from(bytes).toString('utf8')).map((cells) => cells.map(({ text }) => text));

/** The names of the columns, then the rows as texts. */
async function parquetRecords(bytes: Uint8Array, place: string): Promise<string[][]> {
  const { readParquetTables } = await import('@catenary/scoring/internal/saved-pipelines');
  const tables = await readParquetTables(new Map([['table/part-0.parquet', bytes]]));
  const { rows = [], problem } = { ...tables.get('table') } as {
    readonly rows?: readonly Readonly<Record<string, unknown>>[];
    readonly problem?: string;
  };
  if (problem !== undefined) throw rulesError(place, problem.replace('part-0.parquet', 'its file'));
  const names = Object.keys(rows[0] ?? {});
  return [names, ...rows.map((row) => names.map((name) => String(own(row, name) ?? '')))];
}
