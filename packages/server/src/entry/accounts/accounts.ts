import { defined } from '@catenary/scoring/internal/values';
import type { CorsRule } from '../../platform/storage/bucket-settings.ts';
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
  /** Those that the server was started with. */
  readonly #first: Account[];
  #hasStarted = false;
  #opening: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: AccountsOptions) {
    const { own } = options;
    this.own = own;
    this.#first = [own];
    this.#options = options;
    this.#open = new Map([[own.number, own]]);
  }

  /**
   * Opens those that are not open yet, one after the other; the first call is that of the start. Rejects if one cannot be: those before
   * it stay.
   */
  open(accounts: Iterable<string>): Promise<void> {
    const opened = this.#opening.then(async () => {
      for (const account of new Set(accounts)) await this.#openOne(account);
      this.#hasStarted = true;
    });
    this.#opening = opened.catch(() => undefined);
    return opened;
  }

  /** One that is open, as those of all key pairs are. */
  find(account: string): Account {
    return defined(this.#open.get(account));
  }

  /** Whether there are others that what one does could harm. */
  get areSeveral(): boolean {
    return this.#open.size > 1;
  }

  /**
   * How many endpoints of an earlier run are not in service yet. Those of an account that comes later are not counted: a server that
   * takes requests is not taken out of service by it.
   */
  get loadingCount(): number {
    return this.#first.reduce((sum, { endpoints }) => sum + endpoints.loadingCount, 0);
  }

  async whenLoaded(): Promise<void> {
    await Promise.all(this.#first.map(({ endpoints }) => endpoints.whenLoaded()));
  }

  /** CORS rules of the buckets of a name that further accounts have. */
  async furtherCorsRules(bucket: string): Promise<readonly (readonly CorsRule[])[]> {
    const further = this.#all().filter((account) => account !== this.own);
    const settings = further.map((account) => account.operationsIn('').objects.bucketSettings(bucket));
    return (await Promise.all(settings)).flatMap(({ cors }) => (cors === undefined ? [] : [cors]));
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
    const opened = await this.#options.openOther(account);
    this.#open.set(account, opened);
    if (!this.#hasStarted) this.#first.push(opened);
  }

  #all(): readonly Account[] {
    return [...this.#open.values()];
  }
}
