import type { IncomingMessage } from 'node:http';
import { maxUploadBytes } from '../../contract/max-bytes.ts';
import { isInTooManyPieces } from './too-many-pieces.ts';

/** How long the rest of a request is read, only so that its client gets to read the answer. */
export interface LingerLimits {
  /** Silence that counts as the end, milliseconds: nginx's `lingering_timeout`. */
  readonly maxSilenceMs: number;
  /** Interval of checks of how much came, milliseconds: nginx's `lingering_time`, which ends there for every client. */
  readonly windowMs: number;
  /** A client that sent less since the last check is too slow, bytes. */
  readonly minBytes: number;
  /** The largest body of a valid request, bytes. */
  readonly maxBytes: number;
  /** Pieces that may be small; of those that follow, each must have some bytes on average. */
  readonly freePieces: number;
}

/**
 * A client that steadily sends a large object is read to its end, at 1 MiB/s or more: 2 GB to a bucket that does
 * not exist take a busy machine longer than nginx's half minute.
 */
const lingerLimits: LingerLimits = {
  maxSilenceMs: 5_000,
  windowMs: 30_000,
  minBytes: 30 * 1024 * 1024,
  maxBytes: maxUploadBytes,
  // Whoever sends it may have shown no key.
  freePieces: 1024,
};

/** Whether the client may still be sending this request. Of one without a body, Node knows so only a little later. */
export function isUnderWay({ complete, headers }: IncomingMessage): boolean {
  if (complete) return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Reads the rest, at most as much as the largest valid request has, and discards it, then calls back once: at the
 * request's end, when the client is gone, or when it has been silent, slow or talkative for too long. A connection
 * closed while its client still writes is reset, and the client may never come to read the answer that says why (RFC
 * 9112, 9.6).
 */
export function discardRequestBody(
  request: Pick<IncomingMessage, 'on' | 'once' | 'off' | 'resume'>,
  done: () => void,
  limits: LingerLimits = lingerLimits,
): void {
  let dropped = 0;
  let pieces = 0;
  let droppedBefore = 0;
  const silence = setTimeout(finish, limits.maxSilenceMs);
  const window = setInterval(judge, limits.windowMs);
  request.on('data', drop);
  request.once('end', finish);
  request.once('close', finish);
  request.on('error', ignore);
  request.resume();

  function drop(chunk: Buffer): void {
    dropped += chunk.length;
    if (dropped > limits.maxBytes || isInTooManyPieces(++pieces, dropped, limits.freePieces)) finish();
    else silence.refresh();
  }
  function judge(): void {
    if (dropped - droppedBefore < limits.minBytes) finish();
    droppedBefore = dropped;
  }
  function finish(): void {
    clearTimeout(silence);
    clearInterval(window);
    request.off('data', drop);
    request.off('end', finish);
    request.off('close', finish);
    done();
  }
}

/** A client that leaves while its request is discarded is no error of the server. */
function ignore(): void {}
