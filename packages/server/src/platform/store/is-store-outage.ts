import { isDatabaseLocked } from '../sqlite/is-database-locked.ts';

/** What the system says of a connection that does not come or does not last. */
const systemCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']);
/** What PostgreSQL says when it goes down or comes up (its appendix "Error Codes": classes 08, 57P and 53). */
const sqlStates = /^(08|57P|53)/;
/** What `pg` 8 says, in words only, of connections that ended or did not come in time. */
const driverWords = /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout)/;

/** Whether the database is out of reach for the moment: nothing is wrong with what was asked. */
export function isStoreOutage(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (isDatabaseLocked(error) || wasNeverSent(error)) return true;
  if (typeof code === 'string' && (systemCodes.has(code) || sqlStates.test(code))) return true;
  return typeof message === 'string' && driverWords.test(message);
}

/** What `pg` 8 says of a connection that it knew to be broken before it sent anything over it. */
const notQueryable = /^Client (has encountered a connection error and|was closed and) is not queryable/;

/** Whether a statement cannot have reached the database. */
export function wasNeverSent(error: unknown): boolean {
  return notQueryable.test(String((error as { message?: unknown }).message));
}

/** Errors of a connection that broke while it was used: another one may work. */
const lostCodes = new Set(['ECONNRESET', 'EPIPE', '57P01', '57P02']);

/** Whether a statement failed because its connection was cut; whether it was carried out is not known. */
export function isLostConnection(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return lostCodes.has(code);
  return wasNeverSent(error) || String(message).startsWith('Connection terminated unexpectedly');
}
