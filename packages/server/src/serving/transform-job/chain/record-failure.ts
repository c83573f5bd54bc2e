import { present } from '@catenary/scoring/internal/values';
import { type FailedContainer, StageFailure } from '../../invocation/stage-failure.ts';

/** Why a record could not be transformed: plain data, so that it crosses threads. */
export interface FailureDetail {
  readonly message: string;
  readonly fault: 'client' | 'algorithm';
  /** What the failing container answered, for the job's log; 0 if it gave no answer. */
  readonly status: number;
  readonly body: string;
  /** Absent when no container is to blame, but the job's filters. */
  readonly container?: FailedContainer;
  readonly column?: string | number;
  readonly value?: string | number | boolean | null;
}

/** A record that was set apart. Positions count from 0, within its block. */
export interface RejectedRecord {
  readonly record: number;
  readonly line: number;
  readonly byte: number;
  /** As it stands in the object, framing and all where there is more than a line end. */
  readonly original: Uint8Array;
  /** Bytes that it takes in the object, if `original` is only the beginning of it. */
  readonly size?: number;
  readonly failure: FailureDetail;
}

/** A record that stopped its object: which one of the block (0-based; undefined if it is not known), and why. */
export class RecordFailure extends Error {
  readonly record: number | undefined;
  readonly detail: FailureDetail;

  constructor(record: number | undefined, detail: FailureDetail) {
    super(detail.message);
    this.name = 'RecordFailure';
    this.record = record;
    this.detail = detail;
  }
}

/** What is known of an error that concerns records: a container's failure, or that of a filter or a join. */
export function detailOf(error: Error): FailureDetail {
  if (!(error instanceof StageFailure)) {
    return { message: error.message, fault: 'client', status: 400, body: error.message };
  }
  const { message, status, body, container, place } = error;
  const isClient = status >= 400 && status < 500;
  return {
    message,
    fault: isClient ? 'client' : 'algorithm',
    status,
    body,
    container,
    ...present({
      column: place?.column,
      value: place?.value === undefined ? undefined : plain(place.value),
    }),
  };
}

function plain(value: unknown): string | number | boolean | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return String(value);
}
