/** What a statement holds that is not read; the message names the expression. Turned into `unsupported_model` by the stage. */
export class SqlError extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'SqlError';
  }
}

/** A row that an expression cannot answer, such as a division by zero in ANSI mode. */
export class SqlRowError extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'SqlRowError';
  }
}
