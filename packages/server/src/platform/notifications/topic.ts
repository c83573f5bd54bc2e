/** Where the messages of some topics go: to a web address, to a file, or both. */
export interface Topic {
  /** Glob over the ARN of a topic. */
  readonly match: string;
  /** Each message is posted there, as SNS posts to its subscribers. */
  readonly url?: string;
  /** Sent with each as `Authorization: Bearer ...`. */
  readonly token?: string;
  /** Absolute path; each message becomes a line at its end. */
  readonly file?: string;
}

/** One of the places that messages of a topic go to. */
export type Target = 'file' | 'url';
