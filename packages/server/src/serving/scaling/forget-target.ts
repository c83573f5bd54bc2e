import { nameOf, regionOf } from '../../contract/qualified-name.ts';
import type { Store } from '../../platform/store/store.ts';
import { type ScalingRecord, scalingRecords } from '../records/scaling-record.ts';
import { tagRecords } from '../records/tag-record.ts';
import { removeAlarms } from './policy-alarms.ts';
import { scaledVariant } from './scaled-variant.ts';

/** Removes a scalable target with its policies, their alarms, and its scheduled actions. */
export async function forgetTarget(transaction: Store, target: ScalingRecord): Promise<void> {
  for (const kind of ['policy', 'schedule'] as const)
    for (const record of await scalingRecords.listOf(transaction, kind, target)) {
      await removeAlarms(transaction, record);
      await scalingRecords.remove(transaction, record);
    }
  await tagRecords.removeAll(transaction, target.arn);
  await scalingRecords.remove(transaction, target);
}

/** The scalable targets of an endpoint, by its qualified name: variant and record. */
export async function targetsOf(
  db: Store,
  endpoint: string,
): Promise<{ readonly variant: string; readonly target: ScalingRecord }[]> {
  const targets = await scalingRecords.list(db, 'target', regionOf(endpoint));
  return targets.flatMap((target) => {
    const names = scaledVariant(target.resourceId);
    return names?.endpoint === nameOf(endpoint) ? [{ variant: names.variant, target }] : [];
  });
}
