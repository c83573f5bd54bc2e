import { ObjectStoreError } from '../object-store-error.ts';

/** An outside store did not do what it was asked, and asking again did not help. The message is fit for a client. */
export class S3Failure extends Error {
  /** The store's own code (`AccessDenied`, `SlowDown`) or the system's (`ECONNREFUSED`). */
  readonly code: string;
  /** HTTP status; 0 if there was no answer. */
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.name = 'S3Failure';
    this.code = code;
    this.status = status;
  }

  /** Whether the store understood and refused: the configuration has to change. Otherwise it may work later. */
  get isRefusal(): boolean {
    return this.status >= 400 && this.status < 500;
  }
}

/** What the SDK throws: an answer's code and status, or a failure of the connection. */
interface SdkError {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
}

const refusals = {
  BucketNotEmpty: (subject: string) => `${subject} is not empty: delete its objects first.`,
  EntityTooLarge: (subject: string) => `${subject} is larger than its store takes.`,
  EntityTooSmall: (subject: string) => `A part of ${subject} but the last is smaller than 5 MiB.`,
  InvalidPart: (subject: string) => `A part of ${subject} was not uploaded, or is not the one that was uploaded.`,
  InvalidPartOrder: (subject: string) => `The parts of ${subject} were not in ascending order.`,
  KeyTooLongError: (subject: string) => `The key of ${subject} is too long.`,
  NoSuchBucket: (subject: string) => `The bucket of ${subject} does not exist.`,
  NoSuchKey: (subject: string) => `${subject} does not exist.`,
  NoSuchUpload: (subject: string) => `The upload of ${subject} does not exist: it was completed or aborted.`,
  PreconditionFailed: () => 'At least one of the pre-conditions you specified did not hold',
} as const;

/** The SDK's error in our words: an `ObjectStoreError` for a refusal that callers know, else an `S3Failure`. */
export function translateSdkError(error: unknown, operation: string, subject: string): Error {
  const { name = '', code, message = '', $metadata: metadata } = error as SdkError;
  const status = metadata?.httpStatusCode ?? 0;
  if (Object.hasOwn(refusals, name)) {
    const known = name as keyof typeof refusals;
    return new ObjectStoreError(known, refusals[known](subject));
  }
  if (status === 412) return new ObjectStoreError('PreconditionFailed', refusals.PreconditionFailed());
  const attempts = (metadata?.attempts ?? 1) > 1 ? ` after ${metadata?.attempts} attempts` : '';
  const reason = code ?? (name === 'Error' || name === '' ? 'no answer' : name);
  const detail = message === '' || message === reason ? '' : `: ${message}`;
  const answered = status === 0 ? '' : ` (HTTP ${status})`;
  return new S3Failure(reason, status, `${operation} of ${subject} failed${attempts}: ${reason}${answered}${detail}`);
}

export function isNotFound(error: unknown): boolean {
  const { name, $metadata } = error as SdkError;
  return name === 'NoSuchKey' || name === 'NotFound' || ($metadata?.httpStatusCode === 404 && name !== 'NoSuchBucket');
}
