import { present } from '@catenary/scoring/internal/values';
import type { BadRecords } from '../plan/bad-records.ts';
import type { Strategy } from '../plan/batching.ts';
import type { ProcessingPlan } from '../plan/processing.ts';
import type { SplitterName } from '../plan/split-type.ts';
import type { TransformPlan } from '../plan/transform-plan.ts';
import type { BatchSettings } from './batch-settings.ts';
import type { RowChecks } from './check-row-count.ts';
import { type InferenceStamp, inferenceStamp } from './inference-stamp.ts';

/** How the blocks of a job are turned into output. Plain data: it goes to each thread that does so. */
export interface BlockPlan {
  readonly splitType: SplitterName;
  readonly strategy: Strategy;
  readonly assembleWith: 'None' | 'Line';
  readonly contentType?: string;
  readonly accept?: string;
  readonly processing?: ProcessingPlan;
  /** What is appended to each record of the output. */
  readonly inference?: InferenceStamp;
  readonly badRecords: BadRecords;
  /** MaxPayloadInMB 0: requests are sent in chunks. */
  readonly isUnlimited: boolean;
}

/** `startTime`: when the job began, milliseconds since 1970. */
export function blockPlan(plan: TransformPlan, settings: BatchSettings, startTime: number): BlockPlan {
  const { input, output, processing, stamp, badRecords } = plan;
  return {
    splitType: input.format.splitType,
    strategy: settings.strategy,
    assembleWith: output.assembleWith,
    ...present({
      contentType: input.contentType,
      accept: output.accept,
      processing,
      inference: stamp === undefined ? undefined : inferenceStamp(stamp, startTime),
    }),
    badRecords,
    isUnlimited: settings.maxPayloadBytes === Infinity,
  };
}

/** Where lines are taken apart they have to be one a record; else they are counted where the job asks for it. */
export function rowChecks({ splitType, processing, badRecords }: BlockPlan): RowChecks {
  if (splitType === 'None') return 'never';
  if (processing !== undefined) return 'always';
  return badRecords.checkRows ? 'lines' : 'never';
}
