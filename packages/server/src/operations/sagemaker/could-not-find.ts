import { validationException } from '../../contract/service-error.ts';

/** Not found is a ValidationException with these words: waiters and SDKs depend on it. */
export function couldNotFind(what: string): never {
  throw validationException(`Could not find ${what}.`);
}
