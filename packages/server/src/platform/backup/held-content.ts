import { copyFileSync, linkSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isOfGoneProcess } from '../../util/is-of-gone-process.ts';
import { removeFolder } from '../../util/remove-folder.ts';

/** What the folders of backups that are under way are called, with the process that makes one. */
const folderName = /^held-(\d+)$/;

/**
 * Files of content that stay where they are until they are copied, whatever a server removes: further links to them, or
 * copies where the file system has no links.
 */
export class HeldContent {
  readonly folder: string;
  readonly #content: string;
  readonly #names = new Set<string>();

  private constructor(objects: string) {
    this.folder = join(objects, `held-${process.pid}`);
    this.#content = join(objects, 'content');
  }

  /** `objects`: the folder of an object store. What backups that were killed left there goes. */
  static async open(objects: string): Promise<HeldContent> {
    const left = readdirSync(objects).filter((name) => isOfGoneProcess(folderName.exec(name)?.[1]));
    for (const name of left) await removeFolder(join(objects, name));
    const held = new HeldContent(objects);
    mkdirSync(held.folder, { mode: 0o700 });
    return held;
  }

  /** Holds what is there now, so that little is left to do at the moment that counts. */
  holdAll(): void {
    for (const name of readdirSync(this.#content)) this.#hold(name, 'may be gone');
  }

  /** Holds these files. Throws the system's error if one is not there. */
  holdThese(names: Iterable<string>): void {
    for (const name of names) if (!this.#names.has(name)) this.#hold(name, 'must be there');
  }

  #hold(name: string, presence: 'may be gone' | 'must be there'): void {
    try {
      linkOrCopy(join(this.#content, name), join(this.folder, name));
      this.#names.add(name);
    } catch (error) {
      if (presence === 'must be there' || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }

  async close(): Promise<void> {
    await removeFolder(this.folder);
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw error;
    copyFileSync(from, to);
  }
}
