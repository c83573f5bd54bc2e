import type { ArchiveLimits } from './archive-limits.ts';
import { ArtifactError } from './artifact-error.ts';

export type EntryType = 'file' | 'directory';

/** A file name that every file system takes. */
const maxNameBytes = 255;

/** Decides entry by entry whether an archive stays one directory of plain files within its limits. */
export class EntryGuard {
  readonly #limits: ArchiveLimits;
  readonly #types = new Map<string, EntryType>();
  #entries = 0;
  #bytes = 0;

  constructor(limits: ArchiveLimits) {
    this.#limits = limits;
  }

  /**
   * The entry's path below the directory, without `./` before and `/` after it; empty for the directory itself.
   * Throws `ArtifactError` if an entry of that name and type may not be there.
   */
  admit(rawName: Uint8Array, type: EntryType, size: number): string {
    const path = this.#pathOf(rawName);
    this.#entries++;
    if (this.#entries > this.#limits.maxEntries)
      throw new ArtifactError(`The archive has more than ${this.#limits.maxEntries} entries.`);
    this.#bytes += size;
    if (this.#bytes > this.#limits.maxBytes)
      throw new ArtifactError(
        `The archive unpacks to more than ${this.#limits.maxBytes} bytes; the entry ${quote(path)} is over the limit.`,
      );
    if (path === '' && type === 'file') throw new ArtifactError(`An entry of the archive has no name.`);
    this.#settleType(path, type);
    return path;
  }

  #pathOf(rawName: Uint8Array): string {
    const name = decodeName(rawName);
    const refuse = (reason: string) => new ArtifactError(`The archive's entry ${quote(name)} is refused: ${reason}.`);
    if (name.includes('\0')) throw refuse('its name has a NUL');
    if (name.includes('\\')) throw refuse('its name has a backslash');
    if (name.startsWith('/')) throw refuse('its name is an absolute path');
    if (/^[A-Za-z]:/.test(name)) throw refuse('its name begins with a drive letter');
    if (rawName.length > this.#limits.maxPathBytes)
      throw refuse(`its name is longer than ${this.#limits.maxPathBytes} bytes`);
    const segments = name.split('/').filter((segment) => segment !== '' && segment !== '.');
    if (segments.includes('..')) throw refuse('its name leads out of the archive with ".."');
    if (segments.length > this.#limits.maxDepth) throw refuse(`it is more than ${this.#limits.maxDepth} levels deep`);
    if (segments.some((segment) => Buffer.byteLength(segment) > maxNameBytes))
      throw refuse(`a part of its name is longer than ${maxNameBytes} bytes`);
    return segments.join('/');
  }

  /** A file stays a file and a directory a directory, and only directories have something below them. */
  #settleType(path: string, type: EntryType): void {
    const settle = (at: string, expected: EntryType) => {
      const known = this.#types.get(at);
      if (known !== undefined && known !== expected)
        throw new ArtifactError(`The archive's entry ${quote(path)} is refused: ${quote(at)} is a ${known} before it.`);
      this.#types.set(at, expected);
    };
    for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1))
      settle(path.slice(0, slash), 'directory');
    if (path !== '') settle(path, type);
  }
}

/** For messages: no control characters, and no longer than a line. */
export function quote(name: string): string {
  const text = JSON.stringify(name);
  return text.length <= 200 ? text : `${text.slice(0, 200)}..."`;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeName(rawName: Uint8Array): string {
  try {
    return utf8.decode(rawName);
  } catch {
    const shown = Buffer.from(rawName).toString('latin1');
    throw new ArtifactError(`The archive's entry ${quote(shown)} is refused: its name is not UTF-8.`);
  }
}
