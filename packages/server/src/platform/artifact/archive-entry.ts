import type { EntryType } from './entry-guard.ts';

/** An admitted entry of an archive. Its body is to be read, if at all, before the next entry is asked for. */
export interface ArchiveEntry {
  /** Below the archive's root, with `/` between names; never empty, never `..`. */
  readonly path: string;
  readonly type: EntryType;
  readonly isExecutable: boolean;
  readonly size: number;
  readonly body: AsyncIterable<Uint8Array>;
}
