import { ServiceError } from '../../contract/service-error.ts';
import { scalingRecords } from '../../serving/records/scaling-record.ts';
import { removeAlarms } from '../../serving/scaling/policy-alarms.ts';
import type { OperationContext } from '../operation-context.ts';
import { readVariant, type ScalingInput } from './scaling-input.ts';

/** DeleteScalingPolicy: with the alarms that it made. */
export async function deleteScalingPolicy(
  input: ScalingInput & { readonly PolicyName: string },
  context: OperationContext,
): Promise<object> {
  const { region, resourceId, dimension } = readVariant(input, context);
  const key = { kind: 'policy', name: input.PolicyName, region, resourceId, dimension } as const;
  await context.store.transaction().execute(async (transaction) => {
    const found = await scalingRecords.find(transaction, key);
    if (found === undefined)
      throw new ServiceError(
        'ObjectNotFoundException',
        `No scaling policy found with the name ${input.PolicyName} for ${resourceId}.`,
      );
    await removeAlarms(transaction, found);
    await scalingRecords.remove(transaction, key);
  });
  return {};
}
