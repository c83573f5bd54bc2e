import type { ModelFiles } from '../model-files.ts';
import { badStage } from './bad-stage.ts';
import { joinPath, readMetadata, type StageMetadata } from './read-metadata.ts';
import { type ParquetRow, readParquet } from './read-parquet.ts';

/** One stage as Spark saved it: its metadata, and its data on request. */
export class SavedStage {
  readonly metadata: StageMetadata;
  readonly #files: ModelFiles;

  constructor(files: ModelFiles, path: string) {
    this.#files = files;
    this.metadata = readMetadata(files, path);
  }

  get params(): StageMetadata['params'] {
    return this.metadata.params;
  }

  /** The class without its package: `StandardScalerModel`. */
  get kind(): string {
    return this.metadata.className.slice(this.metadata.className.lastIndexOf('.') + 1);
  }

  /** The stage saved in a folder of this one. */
  child(folder: string): SavedStage {
    return new SavedStage(this.#files, joinPath(this.metadata.path, folder));
  }

  /** Names of the folders directly below this one. */
  folders(): string[] {
    const prefix = this.metadata.path === '' ? '' : `${this.metadata.path}/`;
    const names = new Set<string>();
    for (const path of this.#files.keys()) {
      if (!path.startsWith(prefix)) continue;
      const end = path.indexOf('/', prefix.length);
      if (end > 0) names.add(path.slice(prefix.length, end));
    }
    return [...names];
  }

  /** The rows of the Parquet dataset in a folder of this stage. */
  rows(folder = 'data'): Promise<ParquetRow[]> {
    return readParquet(this.#files, this.metadata, folder);
  }

  /** The one row of a dataset. */
  async row(folder = 'data'): Promise<ParquetRow> {
    const [row, ...others] = await this.rows(folder);
    if (row !== undefined && others.length === 0) return row;
    throw this.bad(`${folder}/ has ${others.length + (row === undefined ? 0 : 1)} rows where 1 is due`);
  }

  /** A parameter where `params` has none because Spark writes it as a field of the metadata. */
  field(name: string): unknown {
    return this.metadata.fields[name];
  }

  bad(what: string): Error {
    return badStage(this.metadata, what);
  }

  unsupported(what: string): Error {
    return badStage(this.metadata, what, 'unsupported_model');
  }
}
