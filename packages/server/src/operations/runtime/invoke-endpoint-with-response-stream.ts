import { ServiceError } from '../../contract/service-error.ts';
import type { ContainerAnswer } from '../../serving/container/payload.ts';
import type { Endpoint } from '../../serving/endpoint/traffic/endpoint.ts';
import { AnswerStream } from '../../serving/invocation/answer-stream.ts';
import { Invocation, type Route } from '../../serving/invocation/invocation.ts';
import type { OperationCall } from '../operation.ts';
import type { OperationContext } from '../operation-context.ts';
import { endpointNotFound } from './endpoint-not-found.ts';
import { type InvokeEndpointInput, readInvocation } from './read-invocation.ts';

/** InvokeEndpointWithResponseStreamOutput of the model; what breaks the stream is thrown by its body. */
export interface ResponseStreamOutput {
  readonly Body: AsyncIterable<Buffer>;
  readonly ContentType: string | undefined;
  readonly InvokedProductionVariant: string;
  readonly CustomAttributes: string | undefined;
  readonly Traceparent: string | undefined;
}

/**
 * InvokeEndpoint, whose answer goes to the caller while the last container makes it. An answer that comes whole is one
 * part. Until it begins, a failure is that of the operation; then it ends the stream.
 */
export async function invokeEndpointWithResponseStream(
  input: InvokeEndpointInput,
  context: OperationContext,
  call: OperationCall,
): Promise<ResponseStreamOutput> {
  const stream = new AnswerStream();
  const invocation = new Invocation(readInvocation(input, context.realm, call.requestId), {
    caller: call,
    parts: stream,
  });
  const endpoint = await context.directory.findIn(context.realm.region, input.EndpointName);
  if (endpoint === undefined) throw endpointNotFound(input.EndpointName, context.realm);
  const answered = answer(endpoint, invocation, stream);
  const head = await Promise.race([stream.begun, answered]);
  return {
    Body: bodyOf(answered, invocation, stream),
    ContentType: head.contentType,
    InvokedProductionVariant: (invocation.route as Route).variant.name,
    CustomAttributes: head.customAttributes,
    Traceparent: invocation.request.traceparent,
  };
}

async function answer(endpoint: Endpoint, invocation: Invocation, stream: AnswerStream): Promise<ContainerAnswer> {
  try {
    return await endpoint.stream(invocation);
  } finally {
    stream.end();
  }
}

async function* bodyOf(
  answered: Promise<ContainerAnswer>,
  invocation: Invocation,
  stream: AnswerStream,
): AsyncGenerator<Buffer> {
  if (stream.hasBegun) yield* stream.parts as AsyncIterable<Buffer>;
  try {
    const { body } = await answered;
    if (body.length > 0) yield body;
  } catch (error) {
    throw brokenStream(error, invocation);
  }
}

/** What the service calls a failure of containers behind the beginning of their answer. */
function brokenStream(error: unknown, { call }: Invocation): unknown {
  if (!(error instanceof ServiceError)) return error;
  const code = call?.signal?.reason === 'timeout' ? 'ModelInvocationTimeExceeded' : 'StreamBroken';
  const broken = new ServiceError('ModelStreamError', error.message, { ErrorCode: code });
  broken.facts = error.facts;
  return broken;
}
