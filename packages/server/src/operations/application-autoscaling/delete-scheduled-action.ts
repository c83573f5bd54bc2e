import { ServiceError } from '../../contract/service-error.ts';
import { scalingRecords } from '../../serving/records/scaling-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { readVariant, type ScalingInput } from './scaling-input.ts';

export async function deleteScheduledAction(
  input: ScalingInput & { readonly ScheduledActionName: string },
  context: OperationContext,
): Promise<object> {
  const { region, resourceId, dimension } = readVariant(input, context);
  const key = { kind: 'schedule', name: input.ScheduledActionName, region, resourceId, dimension } as const;
  if ((await scalingRecords.find(context.store, key)) === undefined)
    throw new ServiceError(
      'ObjectNotFoundException',
      `No scheduled action found with the name ${input.ScheduledActionName} for ${resourceId}.`,
    );
  await scalingRecords.remove(context.store, key);
  return {};
}
