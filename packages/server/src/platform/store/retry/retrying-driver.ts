import { CompiledQuery, type DatabaseConnection, type Driver } from 'kysely';
import type { RetryRule } from './retry-rule.ts';
import { RetryingConnection } from './retrying-connection.ts';

/** A driver whose connections try statements again. Within a transaction nothing is: it begins anew, or fails. */
export class RetryingDriver implements Driver {
  readonly #inner: Driver;
  readonly #rule: RetryRule;
  readonly #begin: string;

  constructor(inner: Driver, rule: RetryRule, begin: string) {
    this.#inner = inner;
    this.#rule = rule;
    this.#begin = begin;
  }

  init(): Promise<void> {
    return this.#inner.init();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    return new RetryingConnection(await this.#inner.acquireConnection(), {
      rule: this.#rule,
      exchange: async (broken) => {
        await this.#inner.releaseConnection(broken);
        return this.#inner.acquireConnection();
      },
    });
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const retrying = connection as RetryingConnection;
    await retrying.executeQuery(CompiledQuery.raw(this.#begin));
    retrying.isInTransaction = true;
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const retrying = connection as RetryingConnection;
    await this.#inner.commitTransaction(retrying.inner);
    retrying.isInTransaction = false;
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const retrying = connection as RetryingConnection;
    retrying.isInTransaction = false;
    await this.#inner.rollbackTransaction(retrying.inner);
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#inner.releaseConnection((connection as RetryingConnection).inner);
  }

  destroy(): Promise<void> {
    return this.#inner.destroy();
  }
}
