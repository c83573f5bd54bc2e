/**
 * Cuts an object's bytes into blocks of whole records. A block of a splitter by lines holds lines that end in a newline
 * (the object's last line may lack it); of SplitType None the whole object is the one block.
 * Memory: one block and one read at a time.
 */
export type Splitter = (source: AsyncIterable<Uint8Array>, limits: SplitLimits) => AsyncIterable<Buffer>;

export interface SplitLimits {
  /** A block is closed at the first record end after this many bytes ... */
  readonly blockBytes: number;
  /** ... and no record (no object, for SplitType None) may be larger than this. */
  readonly maxRecordBytes: number;
}

/** A record does not fit in one request. */
export class RecordTooLargeError extends Error {
  /** 1-based number of the record in its object. */
  readonly record: number;

  constructor(record: number, maxBytes: number) {
    super(`Record ${record} is larger than ${maxBytes / 1048576}MB. Please increase MaxPayloadInMB (0 = unlimited).`);
    this.name = 'RecordTooLargeError';
    this.record = record;
  }
}
