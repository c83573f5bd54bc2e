/** A statement that failed. */
export interface FailedStatement {
  readonly error: unknown;
  /** Safe to repeat, whether it was carried out or not: a transaction's begin, or a query that only reads. */
  readonly isHarmless: boolean;
  /** How often it has been tried. */
  readonly tries: number;
}

/** Where a statement is tried again: on its connection, on another one, or nowhere. May wait before it decides. */
export type RetryRule = (failed: FailedStatement) => Promise<'same connection' | 'other connection' | undefined>;
