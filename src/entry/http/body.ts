import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request body larger than its limit: nothing of it is kept. */
export class BodyTooLargeError extends Error {
  readonly limit: number;

  constructor(limit: number) {
    super(`The request body is larger than ${limit} bytes.`);
    this.limit = limit;
  }
}

const empty = Buffer.alloc(0);

/**
 * A client that asked first (`Expect: 100-continue`) sends its body only now: one that is refused before costs nothing.
 */
export function inviteBody(response: ServerResponse): void {
  if (response.req.headers.expect !== undefined) response.writeContinue();
}

/**
 * Calls back once with the whole body, or with what went wrong. Callbacks, because this is the hot path: a promise a
 * request costs more than reading a small body does.
 */
export function readBody(
  response: ServerResponse,
  limit: number,
  done: (error: Error | undefined, body: Buffer) => void,
): void {
  const request: IncomingMessage = response.req;
  const declared = request.headers['content-length'];
  if (declared !== undefined && Number(declared) > limit) {
    done(new BodyTooLargeError(limit), empty);
    return;
  }
  inviteBody(response);
  let first: Buffer | undefined;
  let rest: Buffer[] | undefined;
  let length = 0;
  let settled = false;
  const settle = (error: Error | undefined, body: Buffer) => {
    if (settled) return;
    settled = true;
    done(error, body);
  };
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > limit) {
      settle(new BodyTooLargeError(limit), empty);
      return;
    }
    if (settled) return;
    if (first === undefined) first = chunk;
    else (rest ??= [first]).push(chunk);
  });
  request.on('end', () => settle(undefined, rest === undefined ? (first ?? empty) : Buffer.concat(rest, length)));
  request.on('error', (error) => settle(error, empty));
}
