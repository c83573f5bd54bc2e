import { own } from '@catenary/scoring/internal/names';

const systemFaults: Readonly<Record<string, string>> = {
  EDQUOT: 'has no more room for this user',
  EIO: 'does not work',
  ENOSPC: 'is full',
  EROFS: 'is read-only',
};

/** Primary result codes of SQLite ("Result and Error Codes"). */
const databaseFaults: ReadonlyMap<number, string> = new Map([
  [8, 'is read-only'],
  [10, 'does not work'],
  [13, 'is full'],
]);

/** What is wrong with the disk that could not be written, completing "the disk ..."; undefined for any other error. */
export function diskFault(error: unknown): string | undefined {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
  if (code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number') return databaseFaults.get(errcode & 0xff);
  return typeof code === 'string' ? own(systemFaults, code) : undefined;
}
