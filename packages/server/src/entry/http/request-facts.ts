import { present } from '@catenary/scoring/internal/values';
import type { Exchange, Refusal } from './exchange.ts';

/** Longer texts of a request are cut: its client chose them. */
const maxPathLength = 300;
const maxReasonLength = 2_000;

/** What the lines of the log say of requests, and how they begin. */
export const requestFacts = { ofRequest, ofRefusal, headOf };

/** What a line says to find a request again. A query is left out, as it may hold a signature. */
function ofRequest({ request, requestId }: Exchange): Record<string, unknown> {
  const { method, url = '', headers } = request;
  const [path = ''] = url.split('?', 1);
  const target = headers['x-amz-target']?.toString().slice(0, maxPathLength);
  return { requestId, method, path: path.slice(0, maxPathLength), ...present({ target }) };
}

/** What a line says of an error. `cause`: what it was made of, where that is something else. */
function ofRefusal({ status, code, message, facts }: Refusal, cause: unknown): Record<string, unknown> {
  const reason = message.slice(0, maxReasonLength);
  const isOther = cause instanceof Error && cause.message !== message;
  return { status, code, ...facts, reason, ...present({ cause: isOther ? cause.message : undefined }) };
}

/**
 * Level and message of a line. A refusal is its client's to mend; a 424 is a container's answer, and the rest are the
 * server's. Undefined: that status is no failure, such as that of a copy that is still the object.
 */
function headOf(status: number): readonly ['info' | 'warn', string] | undefined {
  if (status < 400) return undefined;
  return status === 424 || status >= 500 ? ['warn', 'request failed'] : ['info', 'request refused'];
}
