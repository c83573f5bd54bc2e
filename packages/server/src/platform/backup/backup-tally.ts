import type { BackupLimits } from './backup-limits.ts';
import { BackupError } from './manifest.ts';

/** Counts files of a backup before they are written. */
export class BackupTally {
  readonly #limits: BackupLimits;
  #files = 0;
  #bytes = 0;

  constructor(limits: BackupLimits) {
    this.#limits = limits;
  }

  /** Throws `BackupError` if there is one too many, or no room for it. */
  add(bytes: number): void {
    const { maxFiles, maxBytes } = this.#limits;
    this.#files++;
    this.#bytes += bytes;
    if (this.#files > maxFiles)
      throw new BackupError(`The backup has more than ${maxFiles} files, the most that there may be.`);
    if (this.#bytes > maxBytes)
      throw new BackupError(
        `The backup has more than ${(maxBytes / 1e6).toFixed(1)} MB, and its disk has room for no more: make room there, or restore it on another disk.`,
      );
  }
}
