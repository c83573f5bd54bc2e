import { ServiceError } from '../../../contract/service-error.ts';
import type { Wrapper } from '../handler.ts';
import type { Invocation } from '../invocation.ts';

/** Request body of a serverless endpoint, bytes (developer guide, "Serverless Inference"). */
const maxBytes = 4 * 1024 ** 2;

/** Answers this many requests at once; more are throttled, which SDKs try again. What is answered at once counts for none. */
export function serverless(maxConcurrency: () => number): Wrapper<Invocation> {
  let underWay = 0;
  return (next) => (invocation) => {
    const { request, target } = invocation;
    if (request.body.length > maxBytes)
      throw new ServiceError(
        'ValidationError',
        `The request body has ${request.body.length} bytes; a serverless endpoint takes ${maxBytes}.`,
      );
    const most = maxConcurrency();
    if (underWay >= most)
      throw new ServiceError(
        'ThrottlingException',
        `Rate exceeded: endpoint ${target.endpointName} answers ${most} requests at once (MaxConcurrency).`,
      );
    underWay++;
    let answer: ReturnType<typeof next> | undefined;
    try {
      answer = next(invocation);
    } finally {
      if (!(answer instanceof Promise)) underWay--;
    }
    return answer instanceof Promise ? answer.finally(() => underWay--) : answer;
  };
}
