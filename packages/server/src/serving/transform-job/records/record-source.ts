import type { FileColumn } from '../../container/file-facts.ts';
import type { OversizedRecord, RecordPosition, SplitLimits } from './splitter.ts';

/**
 * The records of one object, as blocks that the splitter of the job's input format takes apart.
 *
 * A source of bytes fetches the object, undoes its compression and lets its splitter cut it. A source that writes records
 * anew (CSV of another dialect, a columnar file) gives them as the lines that the chain's first container is to read; its
 * positions count records only. Whatever it is, it can begin again at the end of any block that it gave
 * before, and then gives the same blocks: that is all a checkpoint needs of it.
 */
export interface RecordSource {
  /** Whether `RecordPosition.byte` means something to who looks for a record in the object. */
  readonly hasByteOffsets: boolean;
  /** What stands before the first record (a header line): positions count from there. Known with the first block. */
  readonly origin: Pick<RecordPosition, 'byte' | 'line'>;
  /** Names of the cells of a record, if the file has them. Known with the first block. */
  readonly columns?: readonly FileColumn[] | undefined;
  /**
   * Blocks from a position on. Rejects with `FormatError`, `RecordTooLargeError`, or `ObjectStoreError`
   * (PreconditionFailed if the object is no longer the one that was listed).
   */
  blocks(start: RecordPosition, limits: SplitLimits, signal: AbortSignal): AsyncIterable<Buffer | OversizedRecord>;
}
