import type { ServerResponse } from 'node:http';

/** AWS JSON 1.1: code in `__type`, text under both spellings (spec: "sagemaker (JSON 1.1)"). */
export function sendJsonError(
  response: ServerResponse,
  requestId: string,
  status: number,
  code: string,
  message: string,
): void {
  const body = Buffer.from(JSON.stringify({ __type: code, message, Message: message }));
  response.writeHead(status, {
    'Content-Type': 'application/x-amz-json-1.1',
    'Content-Length': body.length,
    'x-amzn-RequestId': requestId,
    'x-amzn-ErrorType': code,
  });
  response.end(body);
}

/** What a runtime error says: a `ServiceError`, or a refusal of the signature's. */
export interface RuntimeError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly members: Readonly<Record<string, unknown>>;
}

/** REST-JSON of sagemaker-runtime: the class in a header, the members in the body (spec: "sagemaker-runtime (REST-JSON)"). */
export function sendRuntimeError(response: ServerResponse, requestId: string, error: RuntimeError): void {
  const { ErrorCode, LogStreamArn, ...others } = error.members;
  const body = Buffer.from(JSON.stringify({ ErrorCode, LogStreamArn, Message: error.message, ...others }));
  response.writeHead(error.status, {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'x-amzn-RequestId': requestId,
    'x-amzn-ErrorType': error.code,
  });
  response.end(body);
}

/** For requests that belong to no API: one line of text. */
export function sendPlainError(response: ServerResponse, status: number, message: string): void {
  const body = Buffer.from(`${message}\n`);
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': body.length,
    Connection: 'close',
  });
  response.end(body);
}
