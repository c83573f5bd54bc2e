import type { DatabaseSync } from 'node:sqlite';
import type { LockPatience } from '../sqlite/lock-patience.ts';
import { inTransaction } from './index-database.ts';

interface WaitingChange {
  /** Makes the change; returns what is to be done once it is durable. */
  readonly make: () => () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Changes of one database that are asked for in one turn of the event loop, as one transaction: they wait for the disk once.
 * Each is made whole or not at all; one that throws takes no other with it.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #patience: LockPatience;
  #waiting: WaitingChange[] = [];

  constructor(database: DatabaseSync, patience: LockPatience) {
    this.#database = database;
    this.#patience = patience;
  }

  /** Resolves when the change is durable. `change` may be made in a transaction with others, after those asked for before. */
  run<T>(change: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const make = () => {
        const result = change();
        return () => resolve(result);
      };
      if (this.#waiting.push({ make, reject }) === 1) setImmediate(() => this.#commit());
    });
  }

  #commit(): void {
    const group = this.#waiting;
    this.#waiting = [];
    // No transaction begins on a locked file: nothing has been changed or refused then.
    this.#patience
      .run(() => this.#make(group))
      .catch((error: unknown) => {
        // Callers that were refused before have their answer.
        for (const { reject } of group) reject(error);
      });
  }

  #make(group: readonly WaitingChange[]): void {
    const made: (() => void)[] = [];
    inTransaction(this.#database, () => {
      for (const { make, reject } of group) {
        try {
          made.push(this.#within(make));
        } catch (error) {
          if (!this.#database.isTransaction) throw error;
          reject(error);
        }
      }
    });
    for (const resolve of made) resolve();
  }

  /** One change within the transaction. A full disk may end that: then there is no savepoint left to go back to. */
  #within<T>(make: () => T): T {
    this.#database.exec('SAVEPOINT change');
    try {
      const result = make();
      this.#database.exec('RELEASE change');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK TO change; RELEASE change');
      throw error;
    }
  }
}
