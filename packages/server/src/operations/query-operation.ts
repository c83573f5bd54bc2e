import type { Realm } from '../contract/arn.ts';
import { ServiceError } from '../contract/service-error.ts';

/** What an operation of the AWS Query protocol answers with: members of its result, lists as `member`. */
export interface QueryResult {
  readonly [name: string]: string | number | boolean | QueryResult | readonly QueryResult[];
}

/** One operation of the AWS Query protocol: a form in, the members of its result out. Throws `ServiceError`. */
export type QueryOperation = (form: URLSearchParams, realm: Realm) => QueryResult;

/** The form is not what the operation takes. */
export function invalidForm(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}
