import { present } from '@catenary/scoring/internal/values';
import type { Finding } from './check.ts';

/** The finding of an error whose message ends with what to do, behind a semicolon. */
export function missingBy({ message }: Error): Finding {
  const at = message.indexOf('; ');
  const [says, remedy] = at < 0 ? [message] : [message.slice(0, at), message.slice(at + 2)];
  return { state: 'missing', says, ...present({ remedy }) };
}
