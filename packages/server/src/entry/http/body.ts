import type { ServerResponse } from 'node:http';
import { ServiceError } from '../../contract/service-error.ts';
import { BodyBuffer } from './body-buffer.ts';
import type { Exchange } from './exchange.ts';
import { isInTooManyPieces } from './too-many-pieces.ts';

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
 * A client of HTTP/1.0 does not know the answer 100 (RFC 9110, 10.1.1).
 */
export function inviteBody(response: ServerResponse): void {
  const { headers, httpVersionMinor } = response.req;
  if (headers.expect !== undefined && httpVersionMinor > 0) response.writeContinue();
}

/** Whether a request's headers say that its body is larger than this. */
export function declaresMore({ request }: Exchange, limit: number): boolean {
  return Number(request.headers['content-length'] ?? 0) > limit;
}

/**
 * Calls back once with the whole body, or with what went wrong: a `BodyTooLargeError`, a `ServiceError` that is the
 * answer, or that the client is gone. Callbacks, because this is the hot path: a promise a request costs more than
 * reading a small body does.
 */
export function readBody(
  exchange: Exchange,
  limit: number,
  done: (error: Error | undefined, body: Buffer) => void,
): void {
  const { request, response } = exchange;
  if (declaresMore(exchange, limit)) {
    done(new BodyTooLargeError(limit), empty);
    return;
  }
  inviteBody(response);
  const declared = request.headers['content-length'];
  let buffer: BodyBuffer | undefined = new BodyBuffer(declared === undefined ? undefined : Number(declared), limit);
  const settle = (error: Error | undefined, body: Buffer) => {
    if (buffer === undefined) return;
    buffer = undefined;
    if (error !== undefined) giveBackBody(exchange);
    done(error, body);
  };
  request.on('data', (piece: Buffer) => {
    if (buffer === undefined) return;
    const refusal = refusePiece(exchange, buffer, piece);
    if (refusal === undefined) buffer.add(piece);
    else settle(refusal, empty);
  });
  request.on('end', () => {
    if (buffer !== undefined) settle(undefined, buffer.take());
  });
  request.on('error', (error) => settle(error, empty));
}

/** What a request's body has taken is free again. */
export function giveBackBody(exchange: Exchange): void {
  exchange.context.bodyMemory.giveBack(exchange.bodyBytes, exchange.bodyAccount);
  exchange.bodyBytes = 0;
}

function refusePiece(exchange: Exchange, buffer: BodyBuffer, piece: Buffer): Error | undefined {
  const length = buffer.length + piece.length;
  if (length > buffer.limit) return new BodyTooLargeError(buffer.limit);
  if (isInTooManyPieces(buffer.pieces, length))
    return new ServiceError(
      'ValidationError',
      `The request body comes in more than ${buffer.pieces} pieces for ${length} bytes: send it in larger chunks.`,
    );
  if (exchange.context.bodyMemory.take(piece.length, exchange.bodyAccount)) {
    exchange.bodyBytes += piece.length;
    return undefined;
  }
  return new ServiceError(
    'ServiceUnavailable',
    'The bodies of the requests under way take all the memory that they may. Try again later.',
  );
}
