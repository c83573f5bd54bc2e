import { randomUUID } from 'node:crypto';
import type { Store } from '../../platform/store/store.ts';
import { type ScalingRecord, type ScalingResource, scalingRecords } from './scaling-record.ts';

/** What was done to a scalable target. Times are milliseconds since 1970. */
export interface ScalingActivity {
  readonly id: string;
  readonly description: string;
  readonly cause: string;
  readonly status: 'InProgress' | 'Successful' | 'Failed';
  readonly message: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  /** Instances before and after; absent if it changed bounds alone. */
  readonly from?: number;
  readonly to?: number;
}

/** Activities are kept for six weeks, as the service keeps them, and this many of each target. */
const keptMs = 42 * 24 * 3_600_000;
const keptOfTarget = 500;

/** Activities, among the rows of the table of scaling: by name the newest is the first. `db` is the store, or a transaction. */
export const scalingActivityRecords = {
  async add(db: Store, resource: ScalingResource, activity: Omit<ScalingActivity, 'id'>): Promise<void> {
    const { region, resourceId, dimension } = resource;
    const { startedAt } = activity;
    const id = randomUUID();
    const name = `${String(Number.MAX_SAFE_INTEGER - startedAt).padStart(16, '0')}-${id}`;
    const definition = { ...activity, id };
    await scalingRecords.put(db, {
      region,
      resourceId,
      dimension,
      name,
      definition,
      kind: 'activity',
      arn: id,
      createdAt: startedAt,
    });
    const kept = await scalingRecords.listOf(db, 'activity', resource);
    for (const [at, old] of kept.entries())
      if (at >= keptOfTarget || old.createdAt < startedAt - keptMs) await scalingRecords.remove(db, old);
  },

  /** The newest that changed, or is to change, the count of instances. */
  async lastChange(db: Store, resource: ScalingResource): Promise<ScalingRecord | undefined> {
    const all = await scalingRecords.listOf(db, 'activity', resource);
    return all.find(({ definition }) => definition.to !== undefined);
  },
};

export const activityOf = ({ definition }: ScalingRecord): ScalingActivity => definition as unknown as ScalingActivity;
