import type { IncomingMessage } from 'node:http';
import { maxInvocationBytes } from '../../contract/limits.ts';
import { runtimeModel } from '../../contract/models.ts';
import { matchesPattern } from '../../contract/pattern.ts';
import { ServiceError } from '../../contract/service-error.ts';
import {
  type InvocationInput,
  type InvocationOutput,
  invokeEndpoint,
} from '../../operations/runtime/invoke-endpoint.ts';
import type { Payload } from '../../serving/container/payload.ts';
import { AnswerBatch } from './answer-batch.ts';
import type { Admission } from './authenticate.ts';
import { BodyTooLargeError, declaresMore, readBody } from './body.ts';
import { sendRuntimeError } from './error-response.ts';
import { contain, failExchange, internalFailureMessage } from './contain.ts';
import type { Exchange, Protocol } from './exchange.ts';
import { foreseenFailure } from './foreseen-failure.ts';
import { own } from '../../util/own.ts';

const answers = new AnswerBatch();

/** Bodies up to this size are written together with the headers. */
const maxSingleWriteBytes = 16 * 1024;

/** What its requests are signed for. */
const signingNames = ['sagemaker'];

const prefix = '/endpoints/';
const suffix = '/invocations';

/** `POST /endpoints/{EndpointName}/invocations`. */
export function isInvocation(request: IncomingMessage): boolean {
  const url = request.url as string;
  if (request.method !== 'POST' || !url.startsWith(prefix)) return false;
  return url.endsWith(suffix) || url.includes(`${suffix}?`);
}

/** InvokeEndpoint over REST-JSON: the hot path. Body, identity, payload, operation, answer. */
export const runtimeApi: Protocol = {
  handle(exchange) {
    const { request, response, requestId, context } = exchange;
    if (declaresMore(exchange, maxInvocationBytes)) {
      sendTooLarge(exchange);
      return;
    }
    const admission = context.authenticator.admit(request, signingNames);
    if (!admission.ok) {
      sendRuntimeError(response, requestId, { ...admission, members: {} });
      return;
    }
    const answer = contain(exchange, (error: Error | undefined, body: Buffer) => {
      if (error === undefined) answerInvocation(exchange, admission, body);
      else if (error instanceof BodyTooLargeError) sendTooLarge(exchange);
      else if (error instanceof ServiceError) sendFailure(exchange, error);
      else response.destroy();
    });
    readBody(exchange, maxInvocationBytes, answer);
  },
  sendInternalError(exchange) {
    const { response, requestId } = exchange;
    sendRuntimeError(response, requestId, new ServiceError('InternalFailure', internalFailureMessage(exchange)));
  },
};

function answerInvocation(exchange: Exchange, admission: Admission, body: Buffer): void {
  const { request, response, context } = exchange;
  const identity = context.authenticator.identify(request, admission, body);
  if (!identity.ok) {
    sendRuntimeError(response, exchange.requestId, { ...identity, members: {} });
    return;
  }
  try {
    const operations = { ...context.operations, realm: { region: identity.region, account: context.account } };
    const { input, payload } = readInvocation(exchange, body);
    const onGone = (cancel: () => void) => {
      if (response.destroyed) cancel();
      response.on('close', () => {
        if (!response.writableFinished) cancel();
      });
    };
    const output = invokeEndpoint(input, payload, operations, onGone);
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

/** The members that travel in headers, checked against the service model's constraints (spec: "InvokeEndpoint"). */
const headerMembers = Object.entries(runtimeModel.shapes.InvokeEndpointInput?.members ?? {}).flatMap(
  ([member, { shape, location, locationName = '' }]) =>
    location === 'header'
      ? [{ member, header: locationName.toLowerCase(), constraint: own(runtimeModel.shapes, shape) }]
      : [],
);

function readInvocation({ request, requestId }: Exchange, body: Buffer): { input: InvocationInput; payload: Payload } {
  const { headers } = request;
  for (const { member, header, constraint } of headerMembers) {
    const value = own(headers, header) as string | undefined;
    if (value !== undefined) checkHeader(member, value, constraint?.max, constraint?.min, constraint?.pattern);
  }
  const url = request.url as string;
  const name = decodeName(url.slice(prefix.length, url.indexOf(suffix, prefix.length)));
  const input: InvocationInput = { endpointName: name, requestId };
  const payload: Payload = { body };
  const set = (target: object, key: string, header: string) => {
    const value = own(headers, header);
    if (value !== undefined) (target as Record<string, unknown>)[key] = value;
  };
  set(payload, 'contentType', 'content-type');
  set(payload, 'accept', 'accept');
  set(payload, 'customAttributes', 'x-amzn-sagemaker-custom-attributes');
  set(payload, 'inferenceId', 'x-amzn-sagemaker-inference-id');
  set(payload, 'sessionId', 'x-amzn-sagemaker-session-id');
  set(input, 'targetVariant', 'x-amzn-sagemaker-target-variant');
  set(input, 'targetModel', 'x-amzn-sagemaker-target-model');
  set(input, 'inferenceComponentName', 'x-amzn-sagemaker-inference-component');
  set(input, 'enableExplanations', 'x-amzn-sagemaker-enable-explanations');
  set(input, 'targetContainerHostname', 'x-amzn-sagemaker-target-container-hostname');
  return { input, payload };
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
  const isLawful =
    value.length <= (max ?? Infinity) &&
    value.length >= (min ?? 0) &&
    (pattern === undefined || matchesPattern(pattern, value));
  if (isLawful) return;
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

/** Answers leave in a batch: what goes wrong with one is that one's failure. */
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
  const foreseen = foreseenFailure(error);
  if (foreseen === undefined) failExchange(exchange, error);
  else sendRuntimeError(response, requestId, foreseen);
}

function sendTooLarge(exchange: Exchange): void {
  sendFailure(
    exchange,
    new ServiceError(
      'ValidationError',
      `Member must have length less than or equal to ${maxInvocationBytes}: the request body is larger. Use batch transform for more.`,
    ),
  );
}
