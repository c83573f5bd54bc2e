import type { z } from 'zod';
import type { OutputState } from '../../../platform/storage/object-output.ts';
import type { Zod } from '../../../util/load-zod.ts';
import type { ExecutionParameters } from '../../container/execution-parameters.ts';
import { checkStored, parseStored, storedJson } from '../../records/stored-json.ts';
import { type ColumnTypeName, isColumnTypeName } from '../plan/column-type-name.ts';
import type { InputObject } from '../records/input-objects.ts';
import type { RecordPosition } from '../records/splitter.ts';
import type { JobCheckpoint, LeftOutput, ObjectCheckpoint } from './checkpoint.ts';

const position = (z: Zod): z.ZodType<RecordPosition> =>
  z.looseObject({ byte: z.number(), record: z.number(), line: z.number() });

const outputState = (z: Zod): z.ZodType<OutputState> =>
  z.looseObject({
    length: z.number(),
    isSealed: z.boolean(),
    detail: z.looseObject({
      id: z.string().exactOptional(),
      parts: z.array(z.tuple([z.number(), z.string(), z.number()])).exactOptional(),
      tail: z.string().exactOptional(),
    }),
  });

const objectCheckpoint = (z: Zod): z.ZodType<ObjectCheckpoint> =>
  z.looseObject({
    position: position(z),
    rejectedCount: z.number(),
    isSealed: z.boolean(),
    isHeldBack: z.boolean().exactOptional(),
    output: z.looseObject({ output: outputState(z), held: z.unknown().exactOptional() }).exactOptional(),
    rejected: outputState(z).exactOptional(),
  });

const leftOutput = (z: Zod): z.ZodType<LeftOutput> =>
  z.looseObject({
    bucket: z.string(),
    key: z.string(),
    id: z.string().exactOptional(),
  });

const executionParameters = (z: Zod): z.ZodType<ExecutionParameters> =>
  z.looseObject({
    maxConcurrentTransforms: z.number().exactOptional(),
    batchStrategy: z.enum(['SINGLE_RECORD', 'MULTI_RECORD']).exactOptional(),
    maxPayloadInMB: z.number().exactOptional(),
  });

const columnType = (z: Zod): z.ZodType<ColumnTypeName> =>
  z.custom<ColumnTypeName>((value) => typeof value === 'string' && isColumnTypeName(value));

const jobCheckpoint = (z: Zod): z.ZodType<JobCheckpoint> =>
  z.looseObject({
    next: z.number(),
    open: z.record(z.string(), objectCheckpoint(z)),
    left: z.record(z.string(), z.array(leftOutput(z))),
    parameters: executionParameters(z).exactOptional(),
    columns: z.array(z.looseObject({ name: z.string(), type: columnType(z).exactOptional() })).exactOptional(),
    objectsDone: z.number(),
    bytesDone: z.number(),
    records: z.number(),
    rejected: z.number(),
    failed: z.number(),
    failure: z.looseObject({ ordinal: z.number(), reason: z.string() }).exactOptional(),
  });

/**
 * Checkpoints as the store has them, and the files of `catenary transform`. In version 2 columns may be without a type,
 * and objects be held back: a server that knows version 1 alone would end such an object too early.
 */
export const checkpointJson = storedJson({
  what: 'checkpoint of transform job',
  schema: jobCheckpoint,
  upgrades: [(older) => older],
});

const inputObjects = (z: Zod): z.ZodType<InputObject[]> =>
  z.array(
    z.looseObject({
      bucket: z.string(),
      key: z.string(),
      relativePath: z.string(),
      size: z.number(),
      etag: z.string(),
    }),
  );

/**
 * Reads a part of the list of objects that a job is over: a JSON list, whose version is that of the checkpoint. Throws
 * `StoredRecordError`.
 */
export function readInputObjects(text: string, of: string): InputObject[] {
  const subject = `The stored list of objects of transform job ${of}`;
  return checkStored(inputObjects, parseStored(text, subject), subject);
}
