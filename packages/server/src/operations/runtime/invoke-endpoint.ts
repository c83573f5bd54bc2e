import type { ContainerAnswer } from '../../serving/container/payload.ts';
import type { Endpoint } from '../../serving/endpoint/traffic/endpoint.ts';
import { Invocation, type Route } from '../../serving/invocation/invocation.ts';
import type { OperationCall } from '../operation.ts';
import type { OperationContext } from '../operation-context.ts';
import { endpointNotFound } from './endpoint-not-found.ts';
import { type InvokeEndpointInput, readInvocation } from './read-invocation.ts';

/** InvokeEndpointOutput of the model. */
export interface InvokeEndpointOutput {
  readonly Body: Buffer;
  readonly ContentType: string | undefined;
  readonly InvokedProductionVariant: string;
  readonly CustomAttributes: string | undefined;
  readonly NewSessionId: string | undefined;
  readonly ClosedSessionId: string | undefined;
  readonly Traceparent: string | undefined;
}

/**
 * InvokeEndpoint. Answers synchronously when the endpoint is live and its whole chain runs in this process: a
 * prediction of microseconds is not worth a turn of the event loop. Throws (or rejects with) `ServiceError`.
 */
export function invokeEndpoint(
  input: InvokeEndpointInput,
  context: OperationContext,
  call: OperationCall,
): InvokeEndpointOutput | Promise<InvokeEndpointOutput> {
  const invocation = new Invocation(readInvocation(input, context.realm, call.requestId), {
    caller: call,
    ledger: call.ledger?.containers,
  });
  call.ledger?.follow(invocation);
  const found = context.directory.findIn(context.realm.region, input.EndpointName);
  if (found instanceof Promise) return call.begin(() => found.then((endpoint) => invoke(endpoint, invocation)));
  return invoke(found, invocation);
}

function invoke(
  endpoint: Endpoint | undefined,
  invocation: Invocation,
): InvokeEndpointOutput | Promise<InvokeEndpointOutput> {
  if (endpoint === undefined) throw endpointNotFound(invocation.target.endpointName, invocation.target.realm);
  const answer = endpoint.invoke(invocation);
  return answer instanceof Promise ? answer.then((settled) => output(settled, invocation)) : output(answer, invocation);
}

const output = (answer: ContainerAnswer, { route, request }: Invocation): InvokeEndpointOutput => ({
  Body: answer.body,
  ContentType: answer.contentType,
  InvokedProductionVariant: (route as Route).variant.name,
  CustomAttributes: answer.customAttributes,
  NewSessionId: answer.sessionId,
  ClosedSessionId: answer.closedSessionId,
  Traceparent: request.traceparent,
});
