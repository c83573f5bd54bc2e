import { randomBytes } from 'node:crypto';
import type { RunKey } from '../serving/spark-jobs/run-keys.ts';
import type { Access } from './access.ts';
import type { Credentials } from './credentials.ts';
import { isAllowed, type Statement } from './rights/is-allowed.ts';
import { s3Demands } from './rights/s3-demands.ts';

/** A key pair of a caller, and what it may do. */
export interface KeyPair extends Credentials {
  readonly allow: Access;
  /** Whose resources it may use, 12 digits. */
  readonly account: string;
  /** If present, they alone say what it may do. */
  readonly statements?: readonly Statement[];
}

/** The key pairs that a server takes: its own, which may do everything, and others, which may be replaced while it runs. */
export class KeyRing {
  readonly #own: KeyPair;
  #pairs: ReadonlyMap<string, KeyPair>;
  readonly #temporary = new Map<string, KeyPair>();
  /** How many of the temporary ones may not do everything: each request asks. */
  #limitedCount = 0;
  #isLimited = false;

  constructor(own: Omit<KeyPair, 'allow' | 'statements'>) {
    this.#own = { ...own, allow: 'all' };
    this.#pairs = new Map([[own.accessKeyId, this.#own]]);
  }

  find(accessKeyId: string): KeyPair | undefined {
    return this.#pairs.get(accessKeyId) ?? this.#temporary.get(accessKeyId);
  }

  /** The account of the key, and the server's own for one that is unknown. */
  accountOf(accessKeyId: string | undefined): string {
    return (accessKeyId === undefined ? undefined : this.find(accessKeyId)?.account) ?? this.#own.account;
  }

  /** Whether any of them may not do everything. */
  get isLimited(): boolean {
    return this.#isLimited || this.#limitedCount > 0;
  }

  /** Takes these beside its own, and no others any more. */
  replace(others: readonly KeyPair[]): void {
    this.#pairs = new Map([...others, this.#own].map((pair) => [pair.accessKeyId, pair]));
    this.#isLimited = others.some(isLimitedPair);
  }

  /**
   * A new pair with the rights of another or, without one, of the server's own; until it is revoked, or the server ends. Throws if the
   * other is not taken any more.
   */
  issue(like: string | undefined): RunKey {
    const model = like === undefined ? this.#own : this.find(like);
    if (model === undefined) throw new Error(`The key ${like} that started this is not taken any more.`);
    return this.#issue(model);
  }

  /** A new pair that may do what the statements say, with what the account has; until it is revoked, or the server ends. */
  issueFor(account: string, statements: readonly Statement[]): RunKey {
    return this.#issue({ ...this.#own, account, statements });
  }

  #issue(model: KeyPair): RunKey {
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const secretAccessKey = randomBytes(30).toString('base64url');
    this.#temporary.set(accessKeyId, { ...model, accessKeyId, secretAccessKey });
    const counted = isLimitedPair(model) ? 1 : 0;
    this.#limitedCount += counted;
    return {
      accessKeyId,
      secretAccessKey,
      may: (action, place) => {
        const { statements } = this.find(accessKeyId) ?? {};
        return statements === undefined || s3Demands(action, place).every((each) => isAllowed(statements, each));
      },
      revoke: () => {
        if (this.#temporary.delete(accessKeyId)) this.#limitedCount -= counted;
      },
    };
  }
}

const isLimitedPair = ({ allow, statements }: KeyPair) => allow !== 'all' || statements !== undefined;
