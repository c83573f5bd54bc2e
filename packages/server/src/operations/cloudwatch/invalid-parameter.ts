import { ServiceError } from '../../contract/service-error.ts';
import { QueryError } from '../../serving/metrics/metric-query.ts';

/** What CloudWatch answers to a value that it does not take. */
export function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message);
}

export function invalidCombination(message: string): ServiceError {
  return new ServiceError('InvalidParameterCombinationException', message);
}

export function invalidToken(): ServiceError {
  return new ServiceError('InvalidNextToken', 'The NextToken is invalid.');
}

/** Resolves as `work` does; what is wrong with queries becomes the service's error. */
export async function withQueryErrors<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof QueryError ? new ServiceError('ValidationError', error.message) : error;
  }
}
