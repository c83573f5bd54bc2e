import type { AgentOptions } from 'node:https';

/** Where an outside store is and who we are there. */
export interface S3StoreOptions {
  /** `http://` or `https://` address; left out for AWS itself, by region. */
  readonly endpoint?: string;
  readonly region: string;
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`. */
  readonly pathStyle: boolean;
  /** Names of the buckets that are there; `*` stands for any characters. */
  readonly buckets: readonly string[];
  /** Left out: as the AWS SDK finds them (environment, profile, instance). */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** TLS options, such as the authorities that are trusted; left out: Node's own. */
  readonly tls?: AgentOptions;
  /** Profile of the shared AWS files, instead of `credentials`. */
  readonly profile?: string;
  /** The account whose buckets they are; left out: the server's own. */
  readonly account?: string;
  /**
   * Whether other servers may continue the outputs of this one: then each is an upload, however small, because the end
   * of an upload can happen once only. A plain put that was delayed would replace whatever came after it. @default
   * false
   */
  readonly isFenced?: boolean;
  /** Time after which a connection on which nothing moves is given up and tried again, milliseconds. @default 30000 */
  readonly stallMs?: number;
  /** Longest wait before the first retry, milliseconds; it doubles from there. @default 100 */
  readonly firstDelayMs?: number;
}
