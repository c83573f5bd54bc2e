import { maxReasonLength } from './max-reason-length.ts';

/**
 * A FailureReason out of any text: at most as long as the service's, and without NUL, which containers' answers may hold
 * and PostgreSQL's text may not.
 */
export function failureReason(text: string): string {
  return text.replaceAll('\0', '').slice(0, maxReasonLength).toWellFormed();
}
