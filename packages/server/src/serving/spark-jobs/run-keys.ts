import type { ObjectPlace } from '../../platform/storage/object-store.ts';

/** The key pair of one run, which this server takes until it is revoked. */
export interface RunKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Whether its owner may do that with an object. */
  may(action: 'GetObject' | 'PutObject', place: ObjectPlace): boolean;
  revoke(): void;
}

/** What a key may do; `*` stands for any characters. */
export interface RunStatement {
  readonly effect: 'Allow';
  /** `s3:GetObject` */
  readonly actions: readonly string[];
  /** `arn:aws:s3:::bucket/key` */
  readonly resources: readonly string[];
}

/** Makes keys for runs. */
export interface RunKeys {
  /** With these rights alone, on what an account has. */
  issueFor(account: string, statements: readonly RunStatement[]): RunKey;
  /** With the rights of another key, or without one of the server's own. Throws if that key is not taken any more. */
  issue(like: string | undefined): RunKey;
}
