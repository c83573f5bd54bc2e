import { ServiceError } from '../../contract/service-error.ts';
import type { ContainerAnswer } from '../../serving/container/payload.ts';
import type { Endpoint } from '../../serving/endpoint/endpoint.ts';
import type { Caller } from '../../serving/invocation/caller.ts';
import { Invocation, type InvocationParts, type Route } from '../../serving/invocation/invocation.ts';
import type { OperationContext } from '../operation-context.ts';

export interface InvocationOutput {
  readonly answer: ContainerAnswer;
  readonly invokedProductionVariant: string;
}

/**
 * InvokeEndpoint. Answers synchronously when the endpoint is live and its whole chain runs in this process: a
 * prediction of microseconds is not worth a turn of the event loop. Throws (or rejects with) `ServiceError`.
 */
export function invokeEndpoint(
  parts: InvocationParts,
  context: OperationContext,
  caller: Caller,
): InvocationOutput | Promise<InvocationOutput> {
  const invocation = new Invocation(parts, { caller });
  const found = context.endpoints.findIn(context.realm.region, parts.target.endpointName);
  if (found instanceof Promise) return caller.begin(() => found.then((endpoint) => invoke(endpoint, invocation)));
  return invoke(found, invocation);
}

function invoke(endpoint: Endpoint | undefined, invocation: Invocation): InvocationOutput | Promise<InvocationOutput> {
  if (endpoint === undefined) throw notFound(invocation);
  const answer = endpoint.invoke(invocation);
  return answer instanceof Promise ? answer.then((settled) => output(settled, invocation)) : output(answer, invocation);
}

const output = (answer: ContainerAnswer, { route }: Invocation): InvocationOutput => ({
  answer,
  invokedProductionVariant: (route as Route).variant.name,
});

const notFound = ({ target: { endpointName, realm } }: Invocation) =>
  new ServiceError('ValidationError', `Endpoint ${endpointName} of account ${realm.account} not found.`);
