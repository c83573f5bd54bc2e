import { ServiceError } from '../../contract/service-error.ts';
import { scalingRecords } from '../../serving/records/scaling-record.ts';
import type { OperationContext } from '../operation-context.ts';

/** Throws `ServiceError` if the ARN is of no scalable target of the caller's region. */
export async function requireTargetArn(
  arn: string,
  { store, realm }: Pick<OperationContext, 'store' | 'realm'>,
): Promise<void> {
  const found = await scalingRecords.findByArn(store, arn);
  if (found?.kind === 'target' && found.region === realm.region) return;
  throw new ServiceError('ResourceNotFoundException', `There is no scalable target with the ARN ${arn.slice(0, 300)}.`);
}
