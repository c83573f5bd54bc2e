/** A database file that cannot be opened as one: the message says which, why, and what to do. */
export class DatabaseFileError extends Error {
  constructor(path: string, cause: Error) {
    const remedy = 'Put a backup in its place, or move it away to begin with an empty one.';
    super(`The database file ${path} cannot be used: ${cause.message}. ${remedy}`, { cause });
  }
}
