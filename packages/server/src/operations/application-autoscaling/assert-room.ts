import { ServiceError } from '../../contract/service-error.ts';
import type { Store } from '../../platform/store/store.ts';
import { type ScalingResource, scalingRecords } from '../../serving/records/scaling-record.ts';

/** How many of each a scalable target may have (Application Auto Scaling user guide, "Quotas for Application Auto Scaling"). */
const limits = {
  policy: { count: 50, what: 'scaling policies' },
  schedule: { count: 200, what: 'scheduled actions' },
} as const;

/** Throws `ServiceError` if a target has as many policies or scheduled actions as it may have. */
export async function assertRoom(db: Store, kind: keyof typeof limits, resource: ScalingResource): Promise<void> {
  const { count, what } = limits[kind];
  if ((await scalingRecords.countOf(db, kind, resource)) < count) return;
  throw new ServiceError(
    'LimitExceededException',
    `A scalable target may have ${count} ${what} at most, and ${resource.resourceId} has as many: delete one first.`,
  );
}
