import { scalingRecords } from '../../serving/records/scaling-record.ts';
import { tagRecords } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { removeAlarms } from './policy-alarms.ts';
import { readVariant, requireTarget, type ScalingInput } from './scaling-input.ts';

/** DeregisterScalableTarget: with its policies, their alarms, and its scheduled actions. */
export async function deregisterScalableTarget(input: ScalingInput, context: OperationContext): Promise<object> {
  const { store } = context;
  const target = await requireTarget(readVariant(input, context), context);
  await store.transaction().execute(async (transaction) => {
    for (const kind of ['policy', 'schedule'] as const)
      for (const record of await scalingRecords.listOf(transaction, kind, target)) {
        await removeAlarms(transaction, record);
        await scalingRecords.remove(transaction, record);
      }
    await tagRecords.removeAll(transaction, target.arn);
    await scalingRecords.remove(transaction, target);
  });
  return {};
}
