import { ServiceError } from '../../../contract/service-error.ts';
import type { Wrapper } from '../handler.ts';
import type { Invocation } from '../invocation.ts';

/** What an endpoint is, and the operation that its requests come by. */
const operations = { ASYNC: 'InvokeEndpointAsync', REAL_TIME: 'InvokeEndpoint' } as const;

export type InferenceType = keyof typeof operations;

/** Refuses every request: the endpoint is of another type. */
export const inferenceType =
  (type: InferenceType): Wrapper<Invocation> =>
  () =>
  ({ target }) => {
    throw wrongType(target.endpointName, type);
  };

/** The refusal of a request to an endpoint of that type. */
export const wrongType = (endpointName: string, type: InferenceType) =>
  new ServiceError(
    'ValidationError',
    `Endpoint ${endpointName} of type ${type} does not support this inference type. Call ${operations[type]}.`,
  );
