import { ServiceError } from '../../contract/service-error.ts';

/** The answer for a name that no definition or schedule of monitoring has: SDKs wait for this code. */
export function resourceNotFound(what: string): never {
  throw new ServiceError('ResourceNotFound', `Could not find ${what}.`);
}
