import type { Realm } from '../../contract/arn.ts';
import { type QualifiedName, qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';

/** How an operation names its group: by name or by ARN. */
export interface GroupInput {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
}

/** The caller's region's group of that name. Throws `ServiceError` (InvalidParameterException) if none or two are named. */
export function groupOf({ logGroupName, logGroupIdentifier }: GroupInput, realm: Realm): QualifiedName {
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined))
    throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier must be given.');
  const name = logGroupName ?? logGroupIdentifier ?? '';
  return qualify(realm, name.startsWith('arn:') ? name.split(':').slice(6, 7).join('') : name);
}

export function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}

export function groupNotFound(): ServiceError {
  return new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.');
}

export function streamNotFound(): ServiceError {
  return new ServiceError('ResourceNotFoundException', 'The specified log stream does not exist.');
}
