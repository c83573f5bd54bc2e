import { present } from '@catenary/scoring/internal/values';
import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import type { StageAnswer } from '../../serving/invocation/chain.ts';
import { Invocation } from '../../serving/invocation/invocation.ts';
import { StageFailure } from '../../serving/invocation/stage-failure.ts';
import type { OperationCall } from '../operation.ts';
import type { OperationContext } from '../operation-context.ts';
import { type InvokeEndpointInput, readInvocation } from '../runtime/read-invocation.ts';

/** Most characters of a container's answer that a trace shows. */
const maxShown = 65_536;

/**
 * Sends one request through an endpoint's chain container by container and reports what each of them answered and how
 * long it took: the answer to "which step, and with what input". The request is the one of InvokeEndpoint, headers and
 * all. `failure` says why the chain stopped at a container that did not refuse. Nothing of the kind exists in the
 * service.
 */
export async function traceEndpoint(
  input: InvokeEndpointInput,
  context: OperationContext,
  { requestId }: OperationCall,
): Promise<object> {
  const { EndpointName: name } = input;
  const endpoint = await context.directory.find(qualify(context.realm, name));
  if (endpoint === undefined) throw new ServiceError('ValidationError', `Endpoint ${name} not found.`);
  const seen: StageAnswer[] = [];
  const invocation = new Invocation(readInvocation(input, context.realm, requestId), {
    observer: (answer) => seen.push(answer),
  });
  const failure = await failureOf(async () => endpoint.trace(invocation));
  return {
    variant: invocation.route?.variant.name,
    containers: seen.map(describe),
    ...present({ failure: failure === undefined || failure.reason === 'answered' ? undefined : failure.message }),
  };
}

async function failureOf(work: () => Promise<unknown>): Promise<StageFailure | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof StageFailure) return error;
    throw error;
  }
}

function describe({ stage, answer, micros }: StageAnswer, index: number): object {
  const { status, contentType, place, body } = answer;
  return {
    position: index + 1,
    hostname: stage.hostname,
    image: stage.image,
    status,
    micros,
    contentType,
    place,
    body: body.toString('utf8', 0, maxShown),
  };
}
