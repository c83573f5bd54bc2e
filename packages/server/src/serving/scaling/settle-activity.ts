import { busyEndpointStatuses } from '../../contract/statuses.ts';
import type { Store } from '../../platform/store/store.ts';
import type { EndpointRecord } from '../records/endpoint-record.ts';
import { activityOf, type ScalingActivity, scalingActivityRecords } from '../records/scaling-activity-record.ts';
import { type ScalingResource, scalingRecords } from '../records/scaling-record.ts';
import { scaledVariant } from './scaled-variant.ts';
import { scalingWords } from './scaling-words.ts';

/** Finds the last change of a target's instance count. If its endpoint is no longer in progress the change has ended, and that is stored. */
export async function settleActivity(
  store: Store,
  resource: ScalingResource,
  endpoint: EndpointRecord | undefined,
): Promise<ScalingActivity | undefined> {
  const record = await scalingActivityRecords.lastChange(store, resource);
  if (record === undefined) return undefined;
  const activity = activityOf(record);
  if (activity.status !== 'InProgress') return activity;
  if (endpoint !== undefined && busyEndpointStatuses.includes(endpoint.status)) return activity;
  const ended = { ...activity, ...outcomeOf(activity, resource, endpoint) };
  await scalingRecords.put(store, { ...record, definition: ended });
  return ended;
}

function outcomeOf(
  { to = 0, startedAt }: ScalingActivity,
  { resourceId }: ScalingResource,
  endpoint: EndpointRecord | undefined,
): Pick<ScalingActivity, 'status' | 'message' | 'endedAt'> {
  const variants = endpoint?.active?.variants ?? [];
  const count = variants.find(({ name }) => name === scaledVariant(resourceId)?.variant)?.instanceCount;
  const endedAt = Math.max(startedAt, endpoint?.modifiedAt ?? startedAt);
  if (count === to) return { status: 'Successful', message: scalingWords.fulfilled(to), endedAt };
  const reason = endpoint === undefined ? 'The endpoint was deleted.' : (endpoint.failureReason ?? 'It was changed.');
  return { status: 'Failed', message: scalingWords.failed(to, reason), endedAt };
}
