import { own } from '../../util/own.ts';
import { badStage } from './bad-stage.ts';
import { Cells } from './cells.ts';
import { type FolderIndex, joinPath } from './folder-index.ts';
import type { ParquetRow, ParquetTable } from './parquet-table.ts';
import { readMetadata, type StageMetadata } from './read-metadata.ts';

/** The files of an artifact and its Parquet datasets, read. */
export interface SavedFiles {
  readonly index: FolderIndex;
  readonly tables: ReadonlyMap<string, ParquetTable>;
}

/** One stage as Spark saved it. All that is wrong with it is thrown as `bad_model` that names its index, class and uid. */
export class SavedStage {
  readonly metadata: StageMetadata;
  readonly #saved: SavedFiles;

  constructor(saved: SavedFiles, path: string) {
    this.#saved = saved;
    this.metadata = readMetadata(saved.index, path);
  }

  get params(): StageMetadata['params'] {
    return this.metadata.params;
  }

  /** The class without its package: `StandardScalerModel`. */
  get kind(): string {
    return this.metadata.className.slice(this.metadata.className.lastIndexOf('.') + 1);
  }

  /** Whether it was saved by a release before this one; some answers changed between them. An unknown release is a new one. */
  isBefore(major: number, minor = 0): boolean {
    const [ownMajor = Number.NaN, ownMinor = 0] = this.metadata.sparkVersion.split('.').map(Number);
    return ownMajor < major || (ownMajor === major && ownMinor < minor);
  }

  /** The stage saved in a folder of this one. */
  child(folder: string): SavedStage {
    return new SavedStage(this.#saved, joinPath(this.metadata.path, folder));
  }

  /** Names of the folders directly below this one, or one of its folders. */
  folders(below = ''): readonly string[] {
    return this.#saved.index.foldersIn(below === '' ? this.metadata.path : joinPath(this.metadata.path, below));
  }

  /** Names of the files in a folder of this one, those of folders below it left out. */
  filesIn(folder: string): readonly string[] {
    return this.#saved.index.filesIn(joinPath(this.metadata.path, folder));
  }

  hasFile(path: string): boolean {
    return this.#saved.index.files.has(joinPath(this.metadata.path, path));
  }

  file(path: string): Uint8Array {
    const bytes = this.#saved.index.files.get(joinPath(this.metadata.path, path));
    if (bytes === undefined) throw this.bad(`there is no ${path}`);
    return bytes;
  }

  /** The rows of the Parquet dataset in a folder of this stage. */
  rows(folder = 'data'): readonly ParquetRow[] {
    const table = this.#saved.tables.get(joinPath(this.metadata.path, folder));
    if (table === undefined) throw this.bad(`there are no Parquet part files in ${folder}/`);
    if ('problem' in table) throw this.bad(`${folder}/: ${table.problem}`);
    return table.rows;
  }

  /** The cells of each row of a dataset. */
  cells(folder = 'data'): Cells[] {
    return this.rows(folder).map((row) => new Cells(this, row));
  }

  /** The cells of the one row of a dataset. */
  cell(folder = 'data'): Cells {
    const rows = this.rows(folder);
    const [row] = rows;
    if (row === undefined || rows.length > 1) throw this.bad(`${folder}/ has ${rows.length} rows where 1 is due`);
    return new Cells(this, row);
  }

  /** A whole number that Spark writes as a field of the metadata. */
  count(field: string): number {
    const value = own(this.metadata.fields, field);
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw this.bad(`its metadata has no count ${field}`);
  }

  bad(what: string): Error {
    return badStage(this.metadata, what);
  }

  unsupported(what: string): Error {
    return badStage(this.metadata, what, 'unsupported_model');
  }
}
