import type { FileFacts } from '../../container/file-facts.ts';

/** What is known about a block besides its bytes. */
export interface BlockOrigin {
  /** Seed of its records' inference ids, if the job has them. */
  readonly seed?: string | undefined;
  /** The file that it is a part of, if it is split into records. */
  readonly file?: FileFacts | undefined;
}
