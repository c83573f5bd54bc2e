/** What the system says of a connection that does not come or does not last. */
const systemCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']);
/** What PostgreSQL says when it goes down or comes up (its appendix "Error Codes": classes 08, 57P and 53). */
const sqlStates = /^(08|57P|53)/;
/** What `pg` 8 says, in words only, of connections that ended or did not come in time. */
const driverWords = /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout)/;

/** Whether the database is out of reach for the moment: nothing is wrong with what was asked. */
export function isStoreOutage(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && (systemCodes.has(code) || sqlStates.test(code))) return true;
  return typeof message === 'string' && driverWords.test(message);
}
