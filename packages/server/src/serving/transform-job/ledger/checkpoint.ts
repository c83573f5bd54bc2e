import type { ExecutionParameters } from '../../container/execution-parameters.ts';
import type { SavedOutputs } from '../outputs/object-outputs.ts';
import type { OutputColumn } from '../outputs/record-sinks/shared-columns.ts';
import type { InputObject } from '../records/input-objects.ts';
import { objectStart, type RecordPosition } from '../records/splitter.ts';

/** How far one object is: all that is needed to continue after it, durable together. */
export interface ObjectCheckpoint extends SavedOutputs {
  /** Of the next record that has no part in the outputs yet. */
  readonly position: RecordPosition;
  /** Records before it that were set apart. */
  readonly rejectedCount: number;
  /** Whether the outputs are whole: then they may be published, and nothing else. */
  readonly isSealed: boolean;
  /** Whether all of its records have their part in the outputs, which cannot be sealed yet: other objects decide how. */
  readonly isHeldBack?: boolean;
}

export const notBegun: ObjectCheckpoint = { position: objectStart, rejectedCount: 0, isSealed: false };

/**
 * Something in the store that a killed job would leave behind; without an id while it is not known whether it exists.
 */
export interface LeftOutput {
  readonly bucket: string;
  readonly key: string;
  readonly id?: string;
}

/** How far a job is, plain JSON. Of an object that is neither open nor behind `next`, all is done. */
export interface JobCheckpoint {
  /** Ordinal of the first object that has not been begun. */
  next: number;
  /** Objects under way, by ordinal. */
  open: Record<string, ObjectCheckpoint>;
  /** By ordinal too; of finished objects until it was dropped. */
  left: Record<string, LeftOutput[]>;
  /** What the first container wished for when it was first asked: mini-batches stay as they are. */
  parameters?: ExecutionParameters;
  /** Columns of the job's Parquet outputs, as far as they are known: all have the same in the end. */
  columns?: readonly OutputColumn[];
  objectsDone: number;
  bytesDone: number;
  /** Records of finished objects, and how many of them were set apart. */
  records: number;
  rejected: number;
  failed: number;
  /** Of the first object in key order that failed. */
  failure?: { readonly ordinal: number; readonly reason: string };
}

export const emptyCheckpoint = (): JobCheckpoint => ({
  next: 0,
  open: {},
  left: {},
  objectsDone: 0,
  bytesDone: 0,
  records: 0,
  rejected: 0,
  failed: 0,
});

/**
 * Where a job's checkpoints are kept. Every write is the holder's of the job's lease, or it is refused: a server that
 * was paused while another took its job over can change nothing, and so publish nothing.
 */
export interface CheckpointStore {
  /** Undefined if the job was never begun. */
  load(): Promise<{ readonly checkpoint: JobCheckpoint; readonly objects: InputObject[] } | undefined>;
  /** The objects are pinned here: what the input holds later does not concern the job. */
  begin(objects: readonly InputObject[], checkpoint: JobCheckpoint): Promise<void>;
  save(checkpoint: JobCheckpoint): Promise<void>;
}
