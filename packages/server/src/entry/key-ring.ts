import type { Access } from './access.ts';
import type { Credentials } from './credentials.ts';
import type { Statement } from './rights/is-allowed.ts';

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
  #isLimited = false;

  constructor(own: Omit<KeyPair, 'allow' | 'statements'>) {
    this.#own = { ...own, allow: 'all' };
    this.#pairs = new Map([[own.accessKeyId, this.#own]]);
  }

  find(accessKeyId: string): KeyPair | undefined {
    return this.#pairs.get(accessKeyId);
  }

  /** The account of the key, and the server's own for one that is unknown. */
  accountOf(accessKeyId: string | undefined): string {
    return (accessKeyId === undefined ? undefined : this.#pairs.get(accessKeyId)?.account) ?? this.#own.account;
  }

  /** Whether any of them may not do everything. */
  get isLimited(): boolean {
    return this.#isLimited;
  }

  /** Takes these beside its own, and no others any more. */
  replace(others: readonly KeyPair[]): void {
    this.#pairs = new Map([...others, this.#own].map((pair) => [pair.accessKeyId, pair]));
    this.#isLimited = others.some(({ allow, statements }) => allow !== 'all' || statements !== undefined);
  }
}
