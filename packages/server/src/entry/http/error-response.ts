import type { ServerResponse } from 'node:http';
import { writeAnswer } from './write-answer.ts';

/** AWS JSON 1.1: code in `__type`, text under both spellings (Smithy, "AWS JSON 1.1 protocol"). */
export function sendJsonError(
  response: ServerResponse,
  requestId: string,
  { status, code, message }: RuntimeError,
): void {
  const body = Buffer.from(JSON.stringify({ __type: code, message, Message: message }));
  const headers = {
    'Content-Type': 'application/x-amz-json-1.1',
    'Content-Length': body.length,
    'x-amzn-RequestId': requestId,
    'x-amzn-ErrorType': code,
  };
  writeAnswer(response, status, headers, body);
}

/** What a runtime error says: a `ServiceError`, or a refusal of the signature's. */
export interface RuntimeError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly members?: Readonly<Record<string, unknown>>;
}

/**
 * REST-JSON of sagemaker-runtime: the class in a header, the members in the body (Smithy, "AWS restJson1 protocol").
 */
export function sendRuntimeError(response: ServerResponse, requestId: string, error: RuntimeError): void {
  const { ErrorCode, LogStreamArn, ...others } = error.members ?? {};
  const body = Buffer.from(JSON.stringify({ ErrorCode, LogStreamArn, Message: error.message, ...others }));
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'x-amzn-RequestId': requestId,
    'x-amzn-ErrorType': error.code,
  };
  writeAnswer(response, error.status, headers, body);
}

/** For requests that belong to no API: one line of text. */
export function sendPlainError(response: ServerResponse, status: number, message: string): void {
  const body = Buffer.from(`${message}\n`);
  const headers = {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': body.length,
    Connection: 'close',
  };
  writeAnswer(response, status, headers, body);
}
