import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { discardRequestBody, isUnderWay } from './discard-request-body.ts';
import type { Answer } from './exchange.ts';
import { writeHead } from './write-head.ts';

/**
 * Sends a whole answer, also where the request has not been read to its end (too large, unknown, refused): the client
 * is asked to stop (`Connection: close`), gets the answer at once, and what it still sends is discarded before the
 * connection closes.
 */
export function writeAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
  // An uncaught exception may already have been answered for this request.
  if (response.destroyed || response.headersSent) {
    if (body !== undefined && !Buffer.isBuffer(body)) body.destroy();
    return;
  }
  const isEarly = isUnderWay(response.req);
  writeHead(response, status, isEarly ? { ...headers, Connection: 'close' } : headers);
  if (!isEarly) {
    if (body === undefined || Buffer.isBuffer(body)) response.end(body);
    else {
      // Of a stream whose length is not known, nothing may come for a while.
      if (headers['Content-Length'] === undefined) response.flushHeaders();
      void pipeline(body, response).catch(ignore);
    }
    return;
  }
  response.flushHeaders();
  const close = () => discardRequestBody(response.req, () => response.end());
  if (body === undefined || Buffer.isBuffer(body)) {
    if (body !== undefined) response.write(body);
    close();
  } else void pipeline(body, response, { end: false }).then(close, ignore);
}

/** There is no client left to get an error: the pipeline has closed both sides. */
function ignore(): void {}
