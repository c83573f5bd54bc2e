import type { IncomingMessage } from 'node:http';
import { maxInvocationBytes } from '../../contract/limits.ts';
import { runtimeModel } from '../../contract/models.ts';
import type { Shape } from '../../contract/shape.ts';
import { matchesPattern } from '../../contract/pattern.ts';
import { ServiceError } from '../../contract/service-error.ts';
import {
  type Caller,
  type InvocationInput,
  type InvocationOutput,
  invokeEndpoint,
} from '../../operations/runtime/invoke-endpoint.ts';
import type { ContainerRequest } from '../../serving/container/payload.ts';
import { AnswerBatch } from './answer-batch.ts';
import { sendRuntimeError } from './error-response.ts';
import { failExchange, internalFailureMessage } from './contain.ts';
import type { Exchange, Protocol } from './exchange.ts';
import { toServiceError } from './to-service-error.ts';
import { admitCaller, type BodyRules, type KnownCaller, receiveBody } from './receive-body.ts';
import { own } from '../../util/own.ts';

const answers = new AnswerBatch();

/** Bodies up to this size are written together with the headers. */
const maxSingleWriteBytes = 16 * 1024;

/** The service that its requests are signed for. */
const signingNames = ['sagemaker'];

const prefix = '/endpoints/';
const suffix = '/invocations';

/** `POST /endpoints/{EndpointName}/invocations`. */
export function isInvocation(request: IncomingMessage): boolean {
  const url = request.url as string;
  if (request.method !== 'POST' || !url.startsWith(prefix)) return false;
  return url.endsWith(suffix) || url.includes(`${suffix}?`);
}

const bodyRules: BodyRules = {
  signingNamesOf: () => signingNames,
  maxBytes: maxInvocationBytes,
  tooLarge: new ServiceError(
    'ValidationError',
    `Member must have length less than or equal to ${maxInvocationBytes}: the request body is larger. Use batch transform for more.`,
  ),
  refuse: ({ response, requestId }, refusal) => sendRuntimeError(response, requestId, refusal),
};

/** InvokeEndpoint over REST-JSON: the hot path. Body, identity, payload, operation, answer. */
export const runtimeApi: Protocol = {
  handle(exchange) {
    const admission = admitCaller(exchange, bodyRules);
    if (admission === undefined) return;
    // Not in `contain`: its asynchronous context costs more than many answers do, so only work that is waited for gets
    // one (`callerOf`).
    receiveBody(exchange, { rules: bodyRules, admission }, (caller, body) => answerInvocation(exchange, caller, body));
  },
  sendInternalError(exchange) {
    const { response, requestId } = exchange;
    sendRuntimeError(response, requestId, new ServiceError('InternalFailure', internalFailureMessage(exchange)));
  },
};

function answerInvocation(exchange: Exchange, { region }: KnownCaller, body: Buffer): void {
  try {
    const { input, payload } = readInvocation(exchange, body);
    const output = invokeEndpoint(input, payload, exchange.context.operationsIn(region), callerOf(exchange));
    if (!(output instanceof Promise)) {
      answers.add(() => sendOrFail(exchange, output));
      return;
    }
    output.then(
      (settled) => answers.add(() => sendOrFail(exchange, settled)),
      (error: unknown) => sendFailure(exchange, error),
    );
  } catch (error) {
    sendFailure(exchange, error);
  }
}

function callerOf(exchange: Exchange): Caller {
  const { response, context } = exchange;
  return {
    onGone(cancel) {
      if (response.destroyed) cancel();
      response.on('close', () => {
        if (!response.writableFinished) cancel();
      });
    },
    begin: (work) => context.current.run(exchange, work),
  };
}

/** Headers that are passed on to containers: name in lower case, member of InvokeEndpoint, member of the payload. */
const payloadHeaders = constrained([
  ['content-type', 'ContentType', 'contentType'],
  ['accept', 'Accept', 'accept'],
  ['x-amzn-sagemaker-custom-attributes', 'CustomAttributes', 'customAttributes'],
  ['x-amzn-sagemaker-inference-id', 'InferenceId', 'inferenceId'],
  ['x-amzn-sagemaker-session-id', 'SessionId', 'sessionId'],
]);

/** Headers that choose the variant, container or model that answers. */
const inputHeaders = constrained([
  ['x-amzn-sagemaker-target-variant', 'TargetVariant', 'targetVariant'],
  ['x-amzn-sagemaker-target-model', 'TargetModel', 'targetModel'],
  ['x-amzn-sagemaker-inference-component', 'InferenceComponentName', 'inferenceComponentName'],
  ['x-amzn-sagemaker-enable-explanations', 'EnableExplanations', 'enableExplanations'],
  ['x-amzn-sagemaker-target-container-hostname', 'TargetContainerHostname', 'targetContainerHostname'],
]);

interface HeaderMember<Header, Key> {
  readonly header: Header;
  readonly member: string;
  readonly key: Key;
  readonly constraint: Shape | undefined;
}

/** With the constraints of the service model. */
function constrained<const Header extends string, const Key extends string>(
  rows: readonly (readonly [Header, string, Key])[],
): readonly HeaderMember<Header, Key>[] {
  return rows.map(([header, member, key]) => {
    const shape = own(runtimeModel.shapes.InvokeEndpointInput?.members ?? {}, member)?.shape ?? '';
    return { header, member, key, constraint: own(runtimeModel.shapes, shape) };
  });
}

function readInvocation(
  { request, requestId }: Exchange,
  body: Buffer,
): { input: InvocationInput; payload: ContainerRequest } {
  const { headers } = request;
  const url = request.url as string;
  const name = decodeName(url.slice(prefix.length, url.indexOf(suffix, prefix.length)));
  const input: InvocationInput = { endpointName: name, requestId };
  const payload: ContainerRequest = { body };
  readHeaders(headers, payloadHeaders, payload);
  readHeaders<string, (typeof inputHeaders)[number]['key']>(headers, inputHeaders, input);
  return { input, payload };
}

function readHeaders<Header extends string, Key extends string>(
  headers: { readonly [Name in Header]?: string | string[] | undefined },
  members: readonly HeaderMember<Header, Key>[],
  target: { [Member in Key]?: string },
): void {
  for (const { header, member, key, constraint } of members) {
    const value = headers[header] as string | undefined;
    if (value === undefined) continue;
    checkHeader(member, value, constraint?.max, constraint?.min, constraint?.pattern);
    target[key] = value;
  }
}

function decodeName(encoded: string): string {
  const constraint = runtimeModel.shapes.EndpointName;
  let name: string;
  try {
    name = decodeURIComponent(encoded);
  } catch {
    throw new ServiceError('ValidationError', 'The endpoint name in the path is not valid.');
  }
  checkHeader('EndpointName', name, constraint?.max, 1, constraint?.pattern);
  return name;
}

function checkHeader(
  member: string,
  value: string,
  max: number | undefined,
  min: number | undefined,
  pattern: string | undefined,
): void {
  const isValid =
    value.length <= (max ?? Infinity) &&
    value.length >= (min ?? 0) &&
    (pattern === undefined || matchesPattern(pattern, value));
  if (isValid) return;
  const constraint =
    value.length > (max ?? Infinity)
      ? `Member must have length less than or equal to ${max}`
      : `Member must satisfy regular expression pattern: ${pattern}`;
  const shown = value.length > 256 ? `${value.slice(0, 256)}...` : value;
  throw new ServiceError(
    'ValidationError',
    `1 validation error detected: Value '${shown}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

function send({ response, requestId }: Exchange, { answer, invokedProductionVariant }: InvocationOutput): void {
  const headers: (string | number)[] = [
    'x-amzn-RequestId',
    requestId,
    'Content-Length',
    answer.body.length,
    'x-Amzn-Invoked-Production-Variant',
    invokedProductionVariant,
  ];
  if (answer.contentType !== undefined) headers.push('Content-Type', answer.contentType);
  if (answer.customAttributes !== undefined)
    headers.push('X-Amzn-SageMaker-Custom-Attributes', answer.customAttributes);
  if (answer.sessionId !== undefined) headers.push('X-Amzn-SageMaker-New-Session-Id', answer.sessionId);
  if (answer.closedSessionId !== undefined) headers.push('X-Amzn-SageMaker-Closed-Session-Id', answer.closedSessionId);
  response.writeHead(200, headers as string[]);
  // As text of one byte a character, a small body leaves with the headers in one write instead of two parts.
  if (answer.body.length <= maxSingleWriteBytes) response.end(answer.body.toString('latin1'), 'latin1');
  else response.end(answer.body);
}

/** Answers are sent in a batch: an error in one is that one's failure. */
function sendOrFail(exchange: Exchange, output: InvocationOutput): void {
  try {
    if (!exchange.response.headersSent) send(exchange, output);
  } catch (error) {
    failExchange(exchange, error);
  }
}

function sendFailure(exchange: Exchange, error: unknown): void {
  const { response, requestId } = exchange;
  if (response.destroyed || response.headersSent) return;
  const foreseen = toServiceError(error);
  if (foreseen === undefined) failExchange(exchange, error);
  else sendRuntimeError(response, requestId, foreseen);
}
