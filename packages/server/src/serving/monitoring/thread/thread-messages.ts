import type { MetricValue } from '../../../platform/metrics/metric.ts';
import type { ByteRange, ObjectPlace, ObjectStore } from '../../../platform/storage/object-store.ts';
import type { ObjectStoreErrorCode } from '../../../platform/storage/object-store-error.ts';
import type { StoredObject } from '../../../platform/storage/stored-object.ts';
import type { MonitorWork } from '../compile-work.ts';

/** What a thread does: plain data, as all that is here, so that it can be copied there. */
export interface AnalysisTask {
  readonly work: MonitorWork;
  readonly region: string;
  /** Of the metrics, milliseconds since 1970. */
  readonly time: number;
}

/** How an analysis ended that is not to be tried again. */
export type AnalysisEnd =
  | { readonly exitMessage: string; readonly metrics: readonly MetricValue[] }
  /** Why it cannot be made. */
  | { readonly failure: string };

/** The calls to the store of objects that a thread makes: it has none of its own. */
export interface ObjectCalls extends Pick<ObjectStore, 'headBucket' | 'headObject' | 'listObjects'> {
  readObject(place: ObjectPlace, maxBytes: number): Promise<Uint8Array>;
  putObject(place: ObjectPlace, body: Uint8Array, options: { readonly contentType: string }): Promise<StoredObject>;
  openBody(place: ObjectPlace, options: BodyOptions): Promise<OpenBody | undefined>;
  /** The bytes that come next; undefined at the end. */
  readBody(body: number): Promise<Uint8Array | undefined>;
  closeBody(body: number): Promise<void>;
}

export interface BodyOptions {
  readonly range: ByteRange | undefined;
  readonly onlyIfEtag: string | undefined;
}

export interface OpenBody {
  readonly object: StoredObject;
  readonly body: number;
}

export interface ObjectCall {
  readonly id: number;
  readonly call: keyof ObjectCalls;
  readonly args: readonly unknown[];
}

/** From the thread. */
export type ThreadMessage =
  | ObjectCall
  /** A line of the job's log. */
  | { readonly line: string }
  | { readonly end: AnalysisEnd }
  /** What is no fault of the job. */
  | { readonly error: CrossingFault };

/** To the thread. */
export type ObjectAnswer = { readonly id: number } & ({ readonly result: unknown } | { readonly error: CrossingFault });

/** An error on its way between threads, where its class is lost. */
export interface CrossingFault {
  readonly message: string;
  /** Of an `ObjectStoreError`. */
  readonly code?: ObjectStoreErrorCode;
}
