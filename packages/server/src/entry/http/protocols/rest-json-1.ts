import type { IncomingMessage } from 'node:http';
import { own } from '@catenary/scoring/internal/names';
import { maxInvocationBytes } from '../../../contract/max-bytes.ts';
import { ServiceError } from '../../../contract/service-error.ts';
import { catenaryOperations } from '../../../operations/catenary/operations.ts';
import { runtimeOperations } from '../../../operations/runtime/operations.ts';
import { claimedScope } from '../claimed-scope.ts';
import { internalFailureMessage } from '../contain.ts';
import type { Answer, AskedOperation, Exchange, Protocol } from '../exchange.ts';
import { offeredServices } from '../offered-services.ts';
import { toServiceError } from '../to-service-error.ts';
import { jsonAnswer } from './content-answer.ts';
import { eventStream, type StreamException } from './event-stream.ts';
import {
  bindOperations,
  checkAbsent,
  checkMember,
  decodeLabel,
  type FoundBinding,
  findBinding,
  type HttpBinding,
  readMember,
} from './http-binding.ts';

type Asked = AskedOperation & FoundBinding;

/** A longer path is cut in messages: its client chose it. */
const maxShownLength = 300;

const services = [runtimeOperations, catenaryOperations];
const bindings = services.flatMap(bindOperations);

/**
 * REST-JSON, of predictions (the hot path) and of what this server reports of itself: the operation by method and path,
 * its input in path, headers and body, as the model binds them (Smithy, "AWS restJson1 protocol"). Names of headers
 * come from the model alone: none is one that every object has.
 */
export const restJson1: Protocol<Asked> = {
  services,
  wholeBody: {
    maxBytes: maxInvocationBytes,
    tooLarge: new ServiceError(
      'ValidationError',
      `Member must have length less than or equal to ${maxInvocationBytes}: the request body is larger than ${maxInvocationBytes} bytes. Use batch transform for more.`,
    ),
  },
  find({ method, url = '', headers }: IncomingMessage) {
    const end = url.indexOf('?');
    const path = end < 0 ? url : url.slice(0, end);
    const found = findBinding(bindings, method, path);
    if (found !== undefined) {
      const { service, operation } = found.binding;
      return { service, operation, ...found };
    }
    throw nothingAt(`${method} ${path}`, claimedScope(headers.authorization)?.service ?? 'sagemaker');
  },
  decode({ binding, parts }, { exchange: { request }, body }) {
    const input: Record<string, unknown> = {};
    for (const label of binding.labels) {
      const value = decodeLabel(label, parts, 'ValidationError');
      checkMember(label, value);
      input[label.name] = value;
    }
    for (const member of binding.headers) {
      const value = request.headers[member.header] as string | undefined;
      if (value === undefined) checkAbsent(member);
      else input[member.name] = readMember(member, value);
    }
    if (binding.payload !== undefined) input[binding.payload] = body;
    return input;
  },
  encode({ binding: { answer } }, output, exchange) {
    const { requestId } = exchange;
    const members = output as Readonly<Record<string, unknown>>;
    if (answer.payload === undefined) return memberAnswer(answer, members, exchange);
    const content = own(members, answer.payload);
    if (answer.isEventStream) {
      const headers = { 'x-amzn-RequestId': requestId, 'Content-Type': 'application/vnd.amazon.eventstream' };
      addHeaders(headers, answer, members);
      const body = eventStream(content as AsyncIterable<Buffer>, (error) => exceptionOf(error, exchange));
      return { status: 200, headers, body };
    }
    const body = content as Buffer;
    const headers = { 'x-amzn-RequestId': requestId, 'Content-Length': body.length };
    addHeaders(headers, answer, members);
    return { status: 200, headers, body };
  },
  refusalOf: toServiceError,
  encodeError({ status, code, message, members }, exchange) {
    const { ErrorCode, LogStreamArn, ...others } = members ?? {};
    const content = { ErrorCode, LogStreamArn, Message: message, ...others };
    return jsonAnswer(exchange, { status, content, headers: { 'x-amzn-ErrorType': code } });
  },
};

/** `service`: what the request says that it is of. */
function nothingAt(place: string, service: string): ServiceError {
  if (!offeredServices.has(service))
    return new ServiceError('UnknownOperationException', offeredServices.refusalOf(service));
  const shown = place.slice(0, maxShownLength);
  return new ServiceError(
    'ValidationError',
    `There is nothing at ${shown} for requests that are signed for ${service}.`,
  );
}

/** The members of an output that are headers. */
function addHeaders(
  headers: Record<string, string | number>,
  answer: HttpBinding['answer'],
  members: Readonly<Record<string, unknown>>,
): void {
  for (const { name, header } of answer.headers) {
    const value = own(members, name) as string | undefined;
    if (value !== undefined) headers[header] = value;
  }
}

/** An output whose body is JSON: what the model puts into headers is not in it. */
function memberAnswer(
  answer: HttpBinding['answer'],
  members: Readonly<Record<string, unknown>>,
  exchange: Exchange,
): Answer {
  const inHeaders = new Set(answer.headers.map(({ name }) => name));
  const content = Object.fromEntries(Object.entries(members).filter(([name]) => !inHeaders.has(name)));
  const headers = {};
  addHeaders(headers, answer, members);
  return jsonAnswer(exchange, { status: answer.status, content, headers });
}

/** The last event of a stream that broke; of what was not foreseen a client gets the id alone. */
function exceptionOf(error: unknown, exchange: Exchange): StreamException {
  const { context, requestId, response } = exchange;
  if (error instanceof ServiceError) {
    if (!response.destroyed) context.requestLog.refused(exchange, error);
    return { type: error.code, members: { ...error.members, Message: error.message } };
  }
  context.log.error({ err: error, requestId }, 'request failed unexpectedly');
  return { type: 'InternalStreamFailure', members: { Message: internalFailureMessage(requestId) } };
}
