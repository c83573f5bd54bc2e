import type { Store } from '../../platform/store/store.ts';
import { scalingActivityRecords } from '../records/scaling-activity-record.ts';
import { type ScalingRecord, scalingRecords } from '../records/scaling-record.ts';
import { latestDue, type ScalingSchedule } from './latest-due.ts';
import { scalingWords } from './scaling-words.ts';
import type { TargetDefinition } from './target-bounds.ts';

interface ScheduledAction extends ScalingSchedule {
  readonly ScalableTargetAction?: { readonly MinCapacity?: number; readonly MaxCapacity?: number };
  /** When it was last due and carried out. */
  readonly ranAt?: number;
}

/** Carries out the scheduled actions of a target that are due, in the order in which they were due. Resolves with the target as it is then. */
export async function runScheduledActions(store: Store, target: ScalingRecord, now: number): Promise<ScalingRecord> {
  const { SuspendedState: suspended } = target.definition as TargetDefinition;
  if (suspended?.ScheduledScalingSuspended === true) return target;
  const due = (await scalingRecords.listOf(store, 'schedule', target)).flatMap((record) => {
    const action = record.definition as ScheduledAction;
    const at = latestDue(action, { createdAt: record.createdAt, now });
    return at === undefined || at <= (action.ranAt ?? 0) ? [] : [{ record, action, at }];
  });
  let current = target;
  for (const { record, action, at } of due.toSorted((one, other) => one.at - other.at)) {
    current = { ...current, definition: boundsAfter(current.definition, action) };
    const { MinCapacity: min = 0, MaxCapacity: max = 0 } = current.definition as TargetDefinition;
    const changed = current;
    await store.transaction().execute(async (transaction) => {
      await scalingRecords.put(transaction, changed);
      await scalingRecords.put(transaction, { ...record, definition: { ...action, ranAt: at } });
      await scalingActivityRecords.add(transaction, target, {
        description: scalingWords.setBounds(min, max),
        cause: scalingWords.scheduled(record.name),
        status: 'Successful',
        message: scalingWords.boundsSet(min, max),
        startedAt: now,
        endedAt: now,
      });
    });
  }
  return current;
}

/** A bound that the action does not give stays, unless it would be on the wrong side of the other one. */
function boundsAfter(definition: TargetDefinition, { ScalableTargetAction: action = {} }: ScheduledAction) {
  const { MinCapacity: min, MaxCapacity: max } = { ...definition, ...action };
  if (min === undefined || max === undefined || min <= max) return { ...definition, ...action };
  return action.MinCapacity === undefined
    ? { ...definition, MinCapacity: max, MaxCapacity: max }
    : { ...definition, MinCapacity: min, MaxCapacity: min };
}
