import type { S3StoreOptions } from '../../platform/storage/s3/s3-store-options.ts';
import type { ImageRule } from '../container/images.ts';
import type { SandboxKind } from '../container/process/sandbox-kind.ts';
import type { StageDefinition } from '../container/stage-definition.ts';
import type { TransformRequest } from '../records/transform-request.ts';
import type { InputObject } from '../transform-job/records/input-objects.ts';

/** What containers are started with on a worker, as the options of a server have it. */
export interface WorkerSettings {
  readonly images: readonly ImageRule[];
  readonly environments: string;
  readonly python: string;
  readonly sandbox: SandboxKind;
  readonly processMemoryMB: number;
  readonly fuse: boolean;
}

/** A model of a chain as a command names it: a path that all workers see, or an `s3://` address. */
export interface NamedModel {
  readonly path: string;
  readonly image?: string;
  readonly environment: Record<string, string>;
}

/** What a worker is to know of all objects of a job. */
export interface SharedTask {
  readonly request: TransformRequest;
  /** Those of a job of a server. */
  readonly containers?: readonly StageDefinition[];
  /** Those of a command, instead. */
  readonly models?: readonly NamedModel[];
  readonly settings: WorkerSettings;
  /** Where objects and archives at `s3://` addresses are. */
  readonly stores: readonly S3StoreOptions[];
  /** Where outputs are to be if they are files: a folder that all workers see. */
  readonly output?: string;
  /** When the job began, milliseconds since 1970. */
  readonly startTime: number;
}

/** One object, as the driver gives it to a task. */
export interface ObjectOrder {
  /** Its number in the job. */
  readonly id: number;
  /** For messages. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly object: InputObject;
  /** Where it is, if it is a file. */
  readonly file?: string;
}

/** What `catenary task` reads. */
export interface ObjectTask extends SharedTask, ObjectOrder {
  /** A folder of its own. */
  readonly work: string;
  /** A folder for archives, which tasks of this machine share. */
  readonly kept: string;
}

/** What became of an object. */
export interface ObjectResult {
  readonly records: number;
  /** Of them. */
  readonly rejected: number;
  /** Files that were written. */
  readonly outputs: readonly string[];
  /** Why it has no output, as a job says it. */
  readonly failure?: string;
  /** Of its containers and its data log, each with the part of the job that said it; the last ones alone if they are many. */
  readonly lines: readonly (readonly [part: string, line: string])[];
}

/** The part of a job whose lines are its data log. */
export const dataLogPart = 'data-log';
