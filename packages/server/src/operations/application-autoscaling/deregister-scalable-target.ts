import { forgetTarget } from '../../serving/scaling/forget-target.ts';
import type { OperationContext } from '../operation-context.ts';
import { readVariant, requireTarget, type ScalingInput } from './scaling-input.ts';

/** DeregisterScalableTarget: with its policies, their alarms, and its scheduled actions. */
export async function deregisterScalableTarget(input: ScalingInput, context: OperationContext): Promise<object> {
  const target = await requireTarget(readVariant(input, context), context);
  await context.store.transaction().execute((transaction) => forgetTarget(transaction, target));
  return {};
}
