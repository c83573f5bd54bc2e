import { maxReasonLength } from './max-reason-length.ts';

/**
 * A FailureReason out of any text: at most as long as the service's, and without NUL, which containers' answers may hold
 * and PostgreSQL's text may not. `end` is not cut.
 */
export function failureReason(text: string, end = ''): string {
  return `${text.replaceAll('\0', '').slice(0, maxReasonLength - end.length)}${end}`.toWellFormed();
}
