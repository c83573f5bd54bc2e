import type { S3Uri } from '../../../contract/s3-uri.ts';
import type { StageDefinition } from '../../container/stage-definition.ts';
import type { BadRecords } from './bad-records.ts';
import type { BatchingPlan } from './batching.ts';
import type { InputFormat } from './input-format.ts';
import type { OutputFormat } from './output-format.ts';
import type { ProcessingPlan } from './processing.ts';

/** What a job reads. */
export interface InputPlan {
  /** A prefix of keys, or the manifest that names them. */
  readonly listing: 'prefix' | 'manifest';
  readonly place: S3Uri;
  readonly contentType?: string;
  /** `by-name`: objects of lines whose names end in `.gz` are decompressed, and others are not. */
  readonly compression: 'none' | 'gzip' | 'by-name';
  readonly format: InputFormat;
}

/** What a job writes. */
export interface OutputPlan {
  readonly folder: S3Uri;
  readonly accept?: string;
  readonly assembleWith: 'None' | 'Line';
  readonly format: OutputFormat;
}

/** How inference ids are put behind the records of an output: two more columns, or two more keys. */
export type StampForm = 'csv' | 'json';

/**
 * A transform job as it is carried out: all that its request, its Environment and its containers say, checked and with
 * defaults filled in. Plain data, equal after JSON: it crosses threads, and could cross processes.
 */
export interface TransformPlan {
  /** TransformJobName. */
  readonly name: string;
  /** What the job's chain is made of; their environment has the job's. */
  readonly containers: readonly StageDefinition[];
  /** Chains that run side by side where containers are processes. */
  readonly instanceCount: number;
  /** Says how many cores and how much memory an image gets. */
  readonly instanceType?: string;
  readonly input: InputPlan;
  readonly batching: BatchingPlan;
  /** InputFilter, JoinSource and OutputFilter; absent if they change nothing. */
  readonly processing?: ProcessingPlan;
  readonly badRecords: BadRecords;
  /** Present if the job gives inference ids. */
  readonly stamp?: StampForm;
  readonly output: OutputPlan;
  /** Present if the objects are to go to Spark, a task for each. */
  readonly engine?: 'spark';
  /** Where manifests of what was transformed go, if they are wanted. */
  readonly capture?: S3Uri;
}
