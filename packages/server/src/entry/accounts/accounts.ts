import { defined } from '@catenary/scoring/internal/values';
import type { Account } from './account.ts';

/** Each has a database, and work of its own by the clock. */
const maxAccounts = 100;

export interface AccountsOptions {
  readonly own: Account;
  readonly openOther: (account: string) => Promise<Account>;
  /** Ends what all of them use. */
  readonly closeShared: () => Promise<void>;
}

/** The accounts of a server: its own, and those that key pairs are of. */
export class Accounts {
  readonly own: Account;
  readonly #options: AccountsOptions;
  readonly #open: Map<string, Account>;
  #opening: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: AccountsOptions) {
    const { own } = options;
    this.own = own;
    this.#options = options;
    this.#open = new Map([[own.number, own]]);
  }

  /** Opens those that are not open yet, one after the other. Rejects if one cannot be: those before it stay. */
  open(accounts: Iterable<string>): Promise<void> {
    const opened = this.#opening.then(async () => {
      for (const account of new Set(accounts)) await this.#openOne(account);
    });
    this.#opening = opened.catch(() => undefined);
    return opened;
  }

  /** One that is open, as those of all key pairs are. */
  find(account: string): Account {
    return defined(this.#open.get(account));
  }

  /** How many endpoints of an earlier run are not in service yet. */
  get loadingCount(): number {
    return this.#all().reduce((sum, { endpoints }) => sum + endpoints.loadingCount, 0);
  }

  async whenLoaded(): Promise<void> {
    await Promise.all(this.#all().map(({ endpoints }) => endpoints.whenLoaded()));
  }

  async closeWork(): Promise<void> {
    this.#isClosed = true;
    await this.#opening;
    await Promise.all(this.#all().map((account) => account.closeWork()));
  }

  async close(): Promise<void> {
    await this.closeWork();
    await Promise.all(this.#all().map((account) => account.close()));
    await this.#options.closeShared();
  }

  async #openOne(account: string): Promise<void> {
    if (this.#isClosed || this.#open.has(account)) return;
    if (this.#open.size >= maxAccounts)
      throw new Error(`account ${account} cannot be opened: a server has ${maxAccounts} accounts at most`);
    this.#open.set(account, await this.#options.openOther(account));
  }

  #all(): readonly Account[] {
    return [...this.#open.values()];
  }
}
