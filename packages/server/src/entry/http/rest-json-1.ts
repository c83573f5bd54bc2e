import type { IncomingMessage } from 'node:http';
import { maxInvocationBytes } from '../../contract/limits.ts';
import { ServiceError } from '../../contract/service-error.ts';
import { type InvocationOutput, invokeEndpoint } from '../../operations/runtime/invoke-endpoint.ts';
import type { Caller } from '../../serving/invocation/caller.ts';
import { AnswerBatch } from './answer-batch.ts';
import { sendRuntimeError } from './error-response.ts';
import { failExchange, internalFailureMessage } from './contain.ts';
import type { Exchange, Protocol } from './exchange.ts';
import { toServiceError } from './to-service-error.ts';
import { checkEndpointName, readInvocation } from './read-invocation.ts';
import { admitCaller, type BodyRules, type KnownCaller, receiveBody } from './receive-body.ts';

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
    const operations = exchange.context.operationsIn(region);
    const endpoint = { name: readName(exchange.request.url as string), realm: operations.realm };
    const output = invokeEndpoint(readInvocation(exchange, body, endpoint), operations, callerOf(exchange));
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
      const onClose = () => {
        if (!response.writableFinished) cancel();
      };
      response.on('close', onClose);
      return () => response.off('close', onClose);
    },
    begin: (work) => context.current.run(exchange, work),
  };
}

function readName(url: string): string {
  const encoded = url.slice(prefix.length, url.indexOf(suffix, prefix.length));
  let name: string;
  try {
    name = decodeURIComponent(encoded);
  } catch {
    throw new ServiceError('ValidationError', 'The endpoint name in the path is not valid.');
  }
  checkEndpointName(name);
  return name;
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
