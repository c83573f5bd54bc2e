import type { FileFacts } from '../container/file-facts.ts';

/** What is known of a block besides its bytes. */
export interface BlockOrigin {
  /** Of its records' inference ids, where the job has them. */
  readonly seed?: string | undefined;
  /** Of the file that it is a part of, where records are told apart. */
  readonly file?: FileFacts | undefined;
}
