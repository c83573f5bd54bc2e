import { endpointRecords } from '../records/endpoint-record.ts';
import { scalingRecords } from '../records/scaling-record.ts';
import { beginScaling, type ScalingSurroundings } from './begin-scaling.ts';
import { resourceOf } from './scaled-variant.ts';
import { scalingWords } from './scaling-words.ts';
import { settleActivity } from './settle-activity.ts';
import { targetBounds } from './target-bounds.ts';

/**
 * Begins to give a variant without instances its first one; nothing if it has some by now, or its endpoint is in progress. Resolves with
 * why that is not to be, if it is not.
 */
export async function wakeTarget(
  endpointName: string,
  variant: string,
  surroundings: ScalingSurroundings,
): Promise<string | undefined> {
  const { store } = surroundings;
  const resource = resourceOf(endpointName, variant);
  const target = await scalingRecords.find(store, { ...resource, kind: 'target', name: '' });
  if (target === undefined) return 'no scalable target is registered for it';
  const endpoint = await endpointRecords.find(store, endpointName);
  const asleep = endpoint?.active?.variants.find(({ name, instanceCount }) => name === variant && instanceCount === 0);
  const { min, max, isOutSuspended } = targetBounds(target, asleep);
  if (isOutSuspended) return 'scaling out is suspended (DynamicScalingOutSuspended)';
  if (max === 0) return 'its MaxCapacity is 0';
  if (endpoint?.status !== 'InService' || asleep === undefined) return undefined;
  // Only the last change is settled later: the one that put it to sleep may not have been looked at yet.
  await settleActivity(store, resource, endpoint);
  const decision = { capacity: Math.max(1, min), cause: scalingWords.noCapacity };
  await beginScaling(decision, { target, endpoint, variant, from: 0 }, surroundings);
  return undefined;
}
