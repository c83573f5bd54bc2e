import type { Realm } from '../../contract/arn.ts';
import { ServiceError } from '../../contract/service-error.ts';

export function endpointNotFound(endpointName: string, { account }: Pick<Realm, 'account'>): ServiceError {
  return new ServiceError('ValidationError', `Endpoint ${endpointName} of account ${account} not found.`);
}
