/** Where a record stands in its object: what comes before it. All zero at the start. */
export interface RecordPosition {
  /** Bytes, of the decompressed object. Zero throughout where records have no bytes of their own (columnar files). */
  readonly byte: number;
  readonly record: number;
  /** Lines, empty ones too; equal to `record` where there are no lines. */
  readonly line: number;
}

export const objectStart: RecordPosition = { byte: 0, record: 0, line: 0 };

/** One record of a block. */
export interface BlockRecord {
  /** What a container gets of it: the framing (line end, length, padding) is taken away. */
  readonly body: Buffer;
  /** The record with its framing; absent if it is the body. */
  readonly framed?: Buffer;
  /** Bytes and lines of the block before it. */
  readonly byte: number;
  readonly line: number;
}

/** A block's records as one request body, and how many there are. */
export interface WholeBlock {
  readonly body: Buffer;
  readonly recordCount: number;
  readonly lineCount: number;
}

export interface SplitLimits {
  /** A block holds as many records as fit in this many bytes, framing included; at least one ... */
  readonly blockBytes: number;
  /** ... and no record (no object, for SplitType None) may be larger than this without its framing. */
  readonly maxRecordBytes: number;
  /** Whether records that are too large are given as `OversizedRecord`; otherwise they throw `RecordTooLargeError`. */
  readonly skipOversized?: boolean;
  /** Where a block of this many bytes is to be put, if its reader has room for it. */
  readonly room?: (length: number) => Buffer | undefined;
}

/** A record that is not sent: one too large to be held, of which this is the beginning. `size` is in bytes, framing included. */
export interface OversizedRecord {
  readonly head: Buffer;
  readonly size: number;
  /** What else is wrong with it, for a record that is not too large: it is whole then, and cannot be read. */
  readonly problem?: string;
}

/** This many bytes are kept of an oversized record. */
export const oversizedHeadBytes = 64 * 1024;

/**
 * One SplitType: how bytes are cut into blocks of whole records, and how a block is taken apart.
 *
 * `blocks` runs in the main thread and does no more than find ends of records; what costs time (`records`, `whole`)
 * runs where the chain runs, so a splitter may keep no state between calls. Two promises make a job that was killed go
 * on to the same output: the blocks in order are the source's bytes, none left out; and where blocks end depends on the
 * bytes and the limits alone, not on how the source comes in chunks, so that blocks from the start of any block on are
 * those that came before.
 */
export interface Splitter {
  /** Memory: one block and one chunk. Throws `RecordTooLargeError`, or `FormatError` for bytes that are not of its format. */
  blocks(
    source: AsyncIterable<Uint8Array>,
    limits: SplitLimits,
    start: RecordPosition,
  ): AsyncIterable<Buffer | OversizedRecord>;
  records(block: Buffer): BlockRecord[];
  /** The body of a request with these records (MultiRecord). */
  join(records: readonly BlockRecord[]): Buffer;
  /** The same for all records of a block, where it can be had without taking the block apart. */
  whole(block: Buffer): WholeBlock;
}

/** This many bytes of an object are held at most, whatever MaxPayloadInMB says: 0, no limit, is not to be the end of the server. */
export const maxHeldBytes = 1024 ** 3;

/** A record does not fit in one request. Which one it is follows from where the blocks before it ended. */
export class RecordTooLargeError extends Error {
  constructor(maxBytes: number) {
    super(
      maxBytes < maxHeldBytes
        ? `Record is larger than ${maxBytes / 1048576}MB. Please increase MaxPayloadInMB (0 = unlimited).`
        : `Record is larger than ${maxHeldBytes / 1048576}MB, the most that this server sends in one request.`,
    );
    this.name = 'RecordTooLargeError';
  }
}

/** The object is not what its SplitType, format or compression says. The message says where, and what was found. */
export class FormatError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FormatError';
  }
}
