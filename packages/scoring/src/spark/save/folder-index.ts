import type { ModelFiles } from '../../model-files.ts';
import { defined } from '../../util/defined.ts';

/** What one folder of an artifact holds. */
interface Folder {
  readonly files: string[];
  readonly folders: Set<string>;
}

const empty: Folder = { files: [], folders: new Set() };

/** The files of an artifact by folder, looked through once: a pipeline of a thousand stages has thousands of folders. */
export class FolderIndex {
  readonly files: ModelFiles;
  readonly #folders = new Map<string, Folder>();

  constructor(files: ModelFiles) {
    this.files = files;
    for (const path of files.keys()) {
      const names = path.split('/');
      const name = defined(names.pop());
      this.#add(names.join('/'), names).files.push(name);
    }
  }

  /** Names of the files in a folder, sorted. */
  filesIn(folder: string): readonly string[] {
    return [...(this.#folders.get(folder) ?? empty).files].sort();
  }

  /** Names of the folders in a folder. */
  foldersIn(folder: string): readonly string[] {
    return [...(this.#folders.get(folder) ?? empty).folders];
  }

  #add(path: string, names: readonly string[]): Folder {
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    const folder: Folder = { files: [], folders: new Set() };
    this.#folders.set(path, folder);
    const above = names.slice(0, -1);
    const name = names.at(-1);
    if (name !== undefined) this.#add(above.join('/'), above).folders.add(name);
    return folder;
  }
}

/** Puts a folder and a name below it together; the top folder is ''. */
export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
