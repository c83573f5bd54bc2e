import { own } from '@catenary/scoring/internal/names';
import { StageUnreachable, type UnreachableReason } from './stage-unreachable.ts';

/** What had come of an answer; a status of 0: nothing. */
export interface Begun {
  readonly status: number;
  readonly bytes: number;
}

const nothing: Begun = { status: 0, bytes: 0 };

/** Why an exchange with a container broke off, of the error that a connection ended with. */
export function exchangeFailure(error: Error, { status, bytes }: Begun = nothing): StageUnreachable {
  if (error instanceof StageUnreachable) return error;
  const code = (error as { code?: string }).code ?? '';
  const place = status === 0 ? '' : ` after ${bytes} bytes of its answer (status ${status})`;
  const isReset = status === 0 && (code === 'ECONNRESET' || code === 'EPIPE');
  const options = { cause: error, wasSent: !neverConnected.has(code), isReset };
  return new StageUnreachable(reasonOf(error.name, code), `${error.message || code}${place}`, options);
}

/** No process listened, another one did, or it ended at once or before it was used again: nothing was sent, or nothing received. */
const neverConnected: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'ERR_KEPT_CLOSED',
  'ERR_NOTHING_SENT',
  'ERR_PORT_TAKEN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** undici's error codes that are not about the connection. */
const reasons: Readonly<Record<string, UnreachableReason>> = {
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'bad_response',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'bad_response',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'too_large',
  UND_ERR_INVALID_ARG: 'bad_response',
};

/** A parser error has no code, or one of the parser's own: what arrived is not HTTP. */
function reasonOf(name: string, code: string): UnreachableReason {
  return name === 'HTTPParserError' ? 'bad_response' : (own(reasons, code) ?? 'connection');
}
