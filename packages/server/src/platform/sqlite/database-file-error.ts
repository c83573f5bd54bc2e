const backup = 'put a backup in its place, or move it away to begin with an empty one';
const rights = 'this process must be able to write it and the files beside it: check their owner, or move it away';

/** Primary result codes of SQLite ("Result and Error Codes") -> what helps. */
const remedies: ReadonlyMap<number, string> = new Map([
  [3, rights], // SQLITE_PERM
  [8, rights], // SQLITE_READONLY
  [13, 'make room on its disk'], // SQLITE_FULL
  [14, rights], // SQLITE_CANTOPEN
  [23, rights], // SQLITE_AUTH
]);

/** A database file that cannot be opened as one: the message says which, why, and what to do. */
export class DatabaseFileError extends Error {
  constructor(path: string, cause: Error) {
    const { errcode = 0 } = cause as { readonly errcode?: number };
    const remedy = remedies.get(errcode & 0xff) ?? backup;
    super(`The database file ${path} cannot be used: ${cause.message}; ${remedy}.`, { cause });
  }
}
