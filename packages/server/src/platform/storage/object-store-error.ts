/** Why the store refused; the words are those of the S3 API (its list of error responses). */
export type ObjectStoreErrorCode =
  | 'BucketNotEmpty'
  | 'EntityTooLarge'
  | 'EntityTooSmall'
  | 'InvalidArgument'
  | 'InvalidPart'
  | 'InvalidPartOrder'
  | 'KeyTooLongError'
  | 'NoSuchBucket'
  | 'NoSuchKey'
  | 'NoSuchUpload'
  | 'NotImplemented'
  | 'PreconditionFailed';

/** The store was asked for what it cannot do. The message is fit for a client. Failing disks are other errors. */
export class ObjectStoreError extends Error {
  readonly code: ObjectStoreErrorCode;
  /** What it is about, by the names that S3 gives to such facts (`MinSizeAllowed` ...). */
  readonly facts: Readonly<Record<string, string>>;

  constructor(code: ObjectStoreErrorCode, message: string, facts: Readonly<Record<string, string | number>> = {}) {
    super(message);
    this.name = 'ObjectStoreError';
    this.code = code;
    this.facts = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)]));
  }
}

/** Throws PreconditionFailed if another object than the pinned one stands under the key. */
export function assertEtag(object: { key: string; etag: string }, bucket: string, pinned: string | undefined): void {
  if (pinned === undefined || pinned === object.etag) return;
  throw new ObjectStoreError(
    'PreconditionFailed',
    `s3://${bucket}/${object.key} was replaced after it was chosen (ETag ${pinned}, now ${object.etag}).`,
  );
}
