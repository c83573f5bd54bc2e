import { ServiceError } from '../../contract/service-error.ts';
import type { Invocation } from '../../serving/invocation/invocation.ts';

export function endpointNotFound({ target: { endpointName, realm } }: Invocation): ServiceError {
  return new ServiceError('ValidationError', `Endpoint ${endpointName} of account ${realm.account} not found.`);
}
