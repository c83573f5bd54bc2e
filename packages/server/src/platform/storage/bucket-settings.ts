/** Which pages of other origins may use a bucket from a browser, and what they may read of an answer. */
export interface CorsRule {
  readonly id?: string;
  /** One `*` in each stands for any characters. */
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  /** In lower case; one `*` in each stands for any characters. */
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  /** For how long a browser may keep the answer to a preflight, seconds. */
  readonly maxAge?: number;
}

/** What is kept of a bucket besides its objects. */
export interface BucketSettings {
  /** If absent, the bucket is in whatever region is asked. */
  readonly region?: string;
  /** The first rule that fits a request counts. */
  readonly cors?: readonly CorsRule[];
}

/** Settings that change; undefined takes one away. */
export interface BucketChange {
  readonly cors: BucketSettings['cors'] | undefined;
}
