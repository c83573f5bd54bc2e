import type { IncomingMessage } from 'node:http';
import { maxUploadBytes } from '../../contract/limits.ts';

/** nginx's measures for a lingering close: `lingering_timeout` and `lingering_time`, milliseconds. */
const maxSilenceMs = 5_000;
const maxLingerMs = 30_000;

/** Whether the client may still be sending this request. Of one without a body, Node knows so only a little later. */
export function isUnderWay({ complete, headers }: IncomingMessage): boolean {
  if (complete) return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Reads on, no more than the largest lawful request has, and forgets what it reads, then calls back once: at the request's end, when the client is gone, or when it
 * has been silent, slow or talkative for too long. A connection closed while its client still writes is reset, and the
 * client may never come to read the answer that says why (RFC 9112, 9.6).
 */
export function dropRest(request: IncomingMessage, done: () => void): void {
  let dropped = 0;
  const silence = setTimeout(finish, maxSilenceMs);
  const linger = setTimeout(finish, maxLingerMs);
  request.on('data', drop).once('end', finish).once('close', finish).on('error', ignore);
  request.resume();

  function drop(chunk: Buffer): void {
    dropped += chunk.length;
    if (dropped > maxUploadBytes) finish();
    else silence.refresh();
  }
  function finish(): void {
    clearTimeout(silence);
    clearTimeout(linger);
    request.off('data', drop).off('end', finish).off('close', finish);
    done();
  }
}

/** A client that goes away while its words are dropped is nobody's trouble. */
function ignore(): void {}
