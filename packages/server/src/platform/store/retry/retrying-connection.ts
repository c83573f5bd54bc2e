import { type CompiledQuery, type DatabaseConnection, type QueryResult, SelectQueryNode } from 'kysely';
import type { RetryRule } from './retry-rule.ts';

export interface RetryingConnectionOptions {
  readonly rule: RetryRule;
  /** Gives back a connection that broke, and takes another. */
  readonly exchange: (broken: DatabaseConnection) => Promise<DatabaseConnection>;
}

/** A connection that tries statements again, outside of transactions, if need be over another connection. */
export class RetryingConnection implements DatabaseConnection {
  readonly #options: RetryingConnectionOptions;
  isInTransaction = false;
  #inner: DatabaseConnection;

  constructor(inner: DatabaseConnection, options: RetryingConnectionOptions) {
    this.#inner = inner;
    this.#options = options;
  }

  get inner(): DatabaseConnection {
    return this.#inner;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#inner.executeQuery<R>(query);
      } catch (error) {
        if (this.isInTransaction || !(await this.#makeReady({ error, isHarmless: isHarmless(query), tries })))
          throw error;
      }
    }
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.#inner.streamQuery<R>(query, chunkSize);
  }

  /** Whether the statement is to be tried again, and everything is ready for it. */
  async #makeReady(failed: Parameters<RetryRule>[0]): Promise<boolean> {
    const where = await this.#options.rule(failed);
    if (where === 'other connection') this.#inner = await this.#options.exchange(this.#inner);
    return where !== undefined;
  }
}

function isHarmless({ query, sql }: CompiledQuery): boolean {
  return SelectQueryNode.is(query) || sql.startsWith('begin');
}
