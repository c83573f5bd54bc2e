import { hash } from 'node:crypto';
import { present } from '@catenary/scoring/internal/values';
import { scalingRecords } from '../../serving/records/scaling-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { putTags } from './put-tags.ts';
import { assertVariant, readVariant, refused, type ScalingInput } from './scaling-input.ts';

interface Input extends ScalingInput {
  readonly MinCapacity?: number;
  readonly MaxCapacity?: number;
  readonly RoleARN?: string;
  readonly SuspendedState?: object;
  readonly Tags?: Readonly<Record<string, string>>;
}

/** RegisterScalableTarget: within which bounds a variant may be scaled; a second time, what is given is changed. */
export async function registerScalableTarget(input: Input, context: OperationContext): Promise<object> {
  const { store, realm, now } = context;
  const variant = readVariant(input, context);
  await assertVariant(variant, context);
  const { region, resourceId, dimension } = variant;
  const key = { kind: 'target', name: '', region, resourceId, dimension } as const;
  const before = await scalingRecords.find(store, key);
  const { MinCapacity, MaxCapacity, RoleARN, SuspendedState } = input;
  const definition = { ...before?.definition, ...present({ MinCapacity, MaxCapacity, RoleARN, SuspendedState }) };
  checkBounds(definition);
  const id = hash('sha256', JSON.stringify([region, resourceId, dimension]), 'hex').slice(0, 32);
  const arn = `arn:aws:application-autoscaling:${region}:${realm.account}:scalable-target/${id}`;
  await store.transaction().execute(async (transaction) => {
    await scalingRecords.put(transaction, { ...key, arn, createdAt: now(), definition });
    if (before === undefined) await putTags(transaction, arn, input.Tags);
  });
  return { ScalableTargetARN: arn };
}

function checkBounds({
  MinCapacity: min,
  MaxCapacity: max,
}: {
  readonly MinCapacity?: number;
  readonly MaxCapacity?: number;
}): void {
  if (min === undefined || max === undefined)
    throw refused('MinCapacity and MaxCapacity must be given when a scalable target is registered for the first time.');
  if (min > max)
    throw refused(`Minimum capacity cannot be greater than maximum capacity: ${min} is greater than ${max}.`);
  if (min < 0) throw refused('Minimum capacity cannot be less than 0.');
}
