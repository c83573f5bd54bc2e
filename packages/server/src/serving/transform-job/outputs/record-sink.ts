import type { OutputState } from '../../../platform/storage/object-output.ts';

/** How far a sink has come: plain JSON, part of the object's checkpoint. */
export interface SinkState {
  readonly output: OutputState;
  /** What the sink's format holds back besides: rows of an unfinished row group, for example. */
  readonly held?: unknown;
}

/**
 * Takes what the chain made of the blocks, in order, and makes an object of it: `ObjectOutput` (see there) as a job
 * sees it. The plain sink writes the bytes as they are; one for a columnar format reads them as lines and writes row
 * groups.
 *
 * What it writes may depend on the bytes it was given alone, never on when `sync` was called or how they came in
 * pieces: the object has to be the same after any number of crashes.
 */
export interface RecordSink {
  append(bytes: Uint8Array): Promise<void>;
  /** All that was appended is durable with this state; undefined if it cannot be resumed from here: ask again later. */
  sync(): Promise<SinkState | undefined>;
  /**
   * Nothing more is appended, and all that was is written, except for what ends the output. False if that is not known yet
   * because other outputs of the job decide it: then this one is synced, and opened again later.
   */
  finish(): Promise<boolean>;
  /** Only once `finish` was true. */
  seal(): Promise<SinkState>;
  /** Makes it the object; may be repeated after a crash. */
  publish(): Promise<void>;
  /** Never throws. */
  abort(): Promise<void>;
  /** Lets go of it; it can be opened again with its last state. Never throws. */
  close(): Promise<void>;
}
