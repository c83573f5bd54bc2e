import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { makeFolder } from '../../../util/make-folder.ts';
import { readPlainFile } from '../../../util/read-plain-file.ts';
import { removeFolder } from '../../../util/remove-folder.ts';

/** Names of the folders, and of their records. */
const namePattern = /^catenary-[0-9a-f]{16}$/;
/** A record is the path of a folder. */
const maxRecordBytes = 4096;

/**
 * Folders for the sockets of containers. They lie among the temporary files, not below a data folder, as the path of a socket may
 * have 107 bytes (unix(7)). Each is recorded in a folder of records before it is made, so that the next owner of the records can
 * remove what a killed process left, and nothing that belongs to another one.
 */
export class SocketFolders {
  readonly #records: string | undefined;

  /** Without a folder of records, what a killed process leaves stays. */
  constructor(records?: string) {
    this.#records = records;
  }

  /** Path of a new folder that only this user can enter. */
  async make(): Promise<string> {
    const name = `catenary-${randomBytes(8).toString('hex')}`;
    const folder = join(tmpdir().length > 60 ? '/tmp' : tmpdir(), name);
    if (this.#records !== undefined) {
      await makeFolder(this.#records, 0o700);
      await writeFile(join(this.#records, name), folder);
    }
    await mkdir(folder, { mode: 0o700 });
    return folder;
  }

  async remove(folder: string): Promise<void> {
    await removeFolder(folder);
    if (this.#records !== undefined) await rm(join(this.#records, basename(folder)), { force: true });
  }

  /** Removes what is recorded: only for the process that alone has the records, before it makes any. */
  async removeLeft(): Promise<void> {
    if (this.#records === undefined) return;
    const names = await readdir(this.#records).catch(() => []);
    for (const name of names.filter((each) => namePattern.test(each))) {
      const folder = await readPlainFile(join(this.#records, name), maxRecordBytes).then(String, () => '');
      // A record that was cut off, or is none, was written before its folder was made.
      if (basename(folder) === name) await this.remove(folder);
      else await rm(join(this.#records, name), { recursive: true });
    }
  }
}
