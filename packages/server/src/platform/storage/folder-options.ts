import type { OpenFile } from './content-folder.ts';

export interface FolderOptions {
  /** Milliseconds since 1970; default the system's clock. */
  readonly now?: () => number;
  /** How files of content are opened; tests of failing disks give another. */
  readonly openFile?: OpenFile;
}
