import { ServiceError } from '../../contract/service-error.ts';

/** What jobs and schedules of monitoring answer for a name that they do not know: SDKs wait for this code. */
export function resourceNotFound(what: string): never {
  throw new ServiceError('ResourceNotFound', `Could not find ${what}.`);
}
