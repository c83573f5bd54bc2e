import type { IncomingMessage } from 'node:http';
import { own } from '@catenary/scoring/internal/names';
import { maxInvocationBytes } from '../../../contract/max-bytes.ts';
import { ServiceError } from '../../../contract/service-error.ts';
import { catenaryOperations } from '../../../operations/catenary/operations.ts';
import { runtimeOperations } from '../../../operations/runtime/operations.ts';
import type { Answer, AskedOperation, Exchange, Protocol } from '../exchange.ts';
import { toServiceError } from '../to-service-error.ts';
import { bindOperations, checkMember, type HttpBinding, type InputMember, matchPath } from './http-binding.ts';

interface Asked extends AskedOperation {
  readonly binding: HttpBinding;
  /** What the path says in place of the label, percent-encoded. */
  readonly label: string;
}

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
  find({ method, url = '' }: IncomingMessage) {
    const end = url.indexOf('?');
    const path = end < 0 ? url : url.slice(0, end);
    for (const binding of bindings) {
      if (binding.method !== undefined && binding.method !== method) continue;
      const label = matchPath(binding, path);
      if (label !== undefined) return { service: binding.service, operation: binding.operation, binding, label };
    }
    throw new ServiceError('ValidationError', `There is nothing at ${method} ${path}.`);
  },
  decode({ binding, label }, { exchange: { request }, body }) {
    const input: Record<string, unknown> = {};
    if (binding.label !== undefined) input[binding.label.name] = readLabel(binding.label, label);
    for (const member of binding.headers) {
      const value = request.headers[member.header] as string | undefined;
      if (value === undefined) continue;
      checkMember(member, value);
      input[member.name] = value;
    }
    if (binding.payload !== undefined) input[binding.payload] = body;
    return input;
  },
  encode({ binding: { answer } }, output, { requestId }) {
    const members = output as Readonly<Record<string, unknown>>;
    if (answer.payload === undefined) return jsonAnswer(200, output, requestId);
    const body = own(members, answer.payload) as Buffer;
    const headers: Record<string, string | number> = { 'x-amzn-RequestId': requestId, 'Content-Length': body.length };
    for (const { name, header } of answer.headers) {
      const value = own(members, name) as string | undefined;
      if (value !== undefined) headers[header] = value;
    }
    return { status: 200, headers, body };
  },
  refusalOf: toServiceError,
  encodeError({ status, code, message, members }, { requestId }) {
    const { ErrorCode, LogStreamArn, ...others } = members ?? {};
    const { headers, ...answer } = jsonAnswer(
      status,
      { ErrorCode, LogStreamArn, Message: message, ...others },
      requestId,
    );
    return { ...answer, headers: { ...headers, 'x-amzn-ErrorType': code } };
  },
};

function readLabel(member: InputMember, encoded: string): string {
  const value = encoded.includes('%') ? decodePercents(member, encoded) : encoded;
  checkMember(member, value);
  return value;
}

function decodePercents({ name }: InputMember, encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new ServiceError('ValidationError', `The ${name} in the path is not percent-encoded UTF-8.`);
  }
}

function jsonAnswer(status: number, content: unknown, requestId: Exchange['requestId']): Answer {
  const body = Buffer.from(JSON.stringify(content));
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'x-amzn-RequestId': requestId,
  };
  return { status, headers, body };
}
