import type { S3StoreOptions } from '../../platform/storage/s3/s3-store-options.ts';
import type { ImageRule } from '../container/images.ts';
import type { SandboxKind } from '../container/process/sandbox-kind.ts';
import type { StageDefinition } from '../container/stage-definition.ts';
import type { TransformRequest } from '../records/transform-request.ts';
import type { InputObject } from '../transform-job/records/input-objects.ts';
import type { RecordPosition } from '../transform-job/records/splitter.ts';

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

/** A range of whole lines of an object. */
export interface ObjectPart {
  /**
   * Of its first record. How many records and lines come before it is not known: behind the start of the object they count from 1.
   */
  readonly position: RecordPosition;
  /** The byte of the object behind it. */
  readonly end: number;
}

/** One object, or a part of one, as the driver gives it to a task. */
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
  /** What is to be done of it, if it is divided. */
  readonly part?: ObjectPart;
  /** Where outputs of a part are to be, instead of the job's: a folder, or an `s3://` address. */
  readonly output?: string;
  readonly outputPath?: string;
}

/** What `catenary task` reads. */
export interface ObjectTask extends Omit<SharedTask, 'output'>, ObjectOrder {
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
  /** Of a part: its lines, empty ones too. */
  readonly lineCount?: number;
  /** Files that were written. */
  readonly outputs: readonly string[];
  /** Why it has no output, as a job says it. */
  readonly failure?: string;
  /** Of its containers and its data log, each with the part of the job that said it; the last ones alone if they are many. */
  readonly lines: readonly (readonly [part: string, line: string])[];
}

/** The part of a job whose lines are its data log. */
export const dataLogPart = 'data-log';
