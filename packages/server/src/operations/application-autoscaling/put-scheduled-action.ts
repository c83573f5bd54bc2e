import { randomUUID } from 'node:crypto';
import { present } from '@catenary/scoring/internal/values';
import { scalingRecords } from '../../serving/records/scaling-record.ts';
import { isZone, timeIn } from '../../serving/scaling/latest-due.ts';
import { parseSchedule } from '../../serving/scaling/parse-schedule.ts';
import type { OperationContext } from '../operation-context.ts';
import { assertRoom } from './assert-room.ts';
import { readVariant, refused, requireTarget, type ScalingInput } from './scaling-input.ts';

interface Input extends ScalingInput {
  readonly ScheduledActionName: string;
  readonly Schedule?: string;
  readonly Timezone?: string;
  readonly StartTime?: number;
  readonly EndTime?: number;
  readonly ScalableTargetAction?: { readonly MinCapacity?: number; readonly MaxCapacity?: number };
}

/** PutScheduledAction: when the bounds of a target are to be changed; a second time, what is given is changed. */
export async function putScheduledAction(input: Input, context: OperationContext): Promise<object> {
  const { store, realm, now } = context;
  const { region, resourceId, dimension } = readVariant(input, context);
  await requireTarget({ region, resourceId, dimension }, context);
  const { ScheduledActionName: name, Schedule, Timezone, StartTime, EndTime, ScalableTargetAction } = input;
  const key = { kind: 'schedule', name, region, resourceId, dimension } as const;
  const before = await scalingRecords.find(store, key);
  const given = present({ Schedule, Timezone, StartTime, EndTime, ScalableTargetAction });
  const definition = { ...before?.definition, ...given };
  checkAction(definition);
  const arn =
    before?.arn ??
    `arn:aws:autoscaling:${region}:${realm.account}:scheduledAction:${randomUUID()}:resource/sagemaker/${resourceId}:scheduledActionName/${name}`;
  await store.transaction().execute(async (transaction) => {
    if (before === undefined) await assertRoom(transaction, 'schedule', key);
    await scalingRecords.put(transaction, { ...key, arn, createdAt: now(), definition });
  });
  return {};
}

function checkAction({
  Schedule: when,
  Timezone: zone = 'UTC',
  ScalableTargetAction: action,
  StartTime: start,
  EndTime: end,
}: Partial<Input>): void {
  checkSchedule(when, zone);
  const { MinCapacity: min, MaxCapacity: max } = action ?? {};
  if (min === undefined && max === undefined)
    throw refused('ScalableTargetAction must have MinCapacity or MaxCapacity.');
  if (min !== undefined && max !== undefined && min > max)
    throw refused('Minimum capacity cannot be greater than maximum capacity.');
  if (start !== undefined && end !== undefined && start >= end) throw refused('StartTime must be before EndTime.');
}

function checkSchedule(when: string | undefined, zone: string): void {
  if (when === undefined) throw refused('Schedule must be given.');
  const schedule = parseSchedule(when);
  if (schedule === undefined)
    throw refused(`The Schedule ${when.slice(0, 200)} must have the form at(...), rate(...) or cron(...).`);
  if (!isZone(zone))
    throw refused(`The Timezone ${zone.slice(0, 200)} is not known: give a name such as Europe/Berlin.`);
  if (schedule.kind === 'at' && Number.isNaN(timeIn(zone, schedule.local)))
    throw refused(`The Schedule ${when} has no such day or time.`);
  if (schedule.kind === 'cron' && schedule.isDue === undefined)
    throw refused(
      `The Schedule ${when} is not understood: give minutes, hours, day of month, month, day of week and year, as values, lists, ranges, steps, * or ?.`,
    );
}
