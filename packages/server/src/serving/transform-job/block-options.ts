import type { BadRecords } from './bad-records.ts';
import type { DataProcessing } from './data-processing.ts';
import type { InferenceStamp } from './inference-stamp.ts';

/** How the blocks of a job are turned into output. */
export interface BlockOptions {
  /** Key of `splitters`. */
  readonly splitType: string;
  readonly strategy: 'SINGLE_RECORD' | 'MULTI_RECORD';
  readonly assembleWith: 'None' | 'Line';
  readonly contentType?: string;
  readonly accept?: string;
  readonly processing?: DataProcessing;
  /** What is appended to each record of the output. */
  readonly inference?: InferenceStamp;
  readonly badRecords: BadRecords;
  /** MaxPayloadInMB 0: requests are sent in chunks. */
  readonly isUnlimited: boolean;
}
