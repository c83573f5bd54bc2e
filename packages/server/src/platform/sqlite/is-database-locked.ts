/** SQLITE_BUSY and SQLITE_LOCKED, in the low byte of SQLite's extended codes ("Result and Error Codes"). */
const lockedCodes = new Set([5, 6]);

/** Whether a statement of node:sqlite failed because another process writes to the file: it changed nothing. */
export function isDatabaseLocked(error: unknown): boolean {
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  return code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number' && lockedCodes.has(errcode & 0xff);
}
