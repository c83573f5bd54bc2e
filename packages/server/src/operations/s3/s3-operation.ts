import type { Operation } from '../operation.ts';
import type { OperationContext } from '../operation-context.ts';
import type { S3Call, S3Response } from './s3-request.ts';

/** What operations on objects use of the server. */
export type S3Context = Pick<OperationContext, 'objects' | 'realm' | 'server'>;

/** One operation of the S3 API, whose input is a request's parts: when a request means it, and what it does. */
export interface S3Operation extends Operation<S3Call, S3Response> {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS';
  /** What the path names. */
  readonly on: 'service' | 'bucket' | 'object' | 'bucket or object';
  /** Query parameters that must be there (`?uploads`, `?list-type=2`): the name alone, or name and value. */
  readonly query?: readonly string[];
  /** Whether `versionId` may say which version is meant: there is one, whose id is "null". */
  readonly takesVersion?: boolean;
  /** Whether a request may be signed for another region than that of its bucket. */
  readonly inAnyRegion?: true;
  /** A header that must be there. */
  readonly header?: string;
  /**
   * Further headers beginning with `x-amz-`, and conditions (`if-match` ...), that it acts on; an asterisk at the end stands
   * for any characters. All others but the common ones are refused.
   */
  readonly headers?: readonly string[];
  readonly run: (call: S3Call, context: S3Context) => Promise<S3Response>;
}
