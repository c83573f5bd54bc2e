import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { ObjectPlace } from '../../platform/storage/object-store.ts';

/** A request to S3, path-style, with its body freed of aws-chunked framing. */
export interface S3Request {
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: AsyncIterable<Uint8Array>;
  /** Trailers of the body, by lower-case name; complete when the body has been read. */
  readonly trailers: ReadonlyMap<string, string>;
  readonly requestId: string;
  readonly region: string;
  /** Absent where the signature says none, or there is no signature. */
  readonly signedRegion?: string | undefined;
  /** Whether the caller may delete an object; absent: every one. */
  readonly mayDelete?: ((place: ObjectPlace) => boolean) | undefined;
  /** The fields of a form, by name in lower case, which its policy allows. */
  readonly form?: ReadonlyMap<string, string>;
}

export interface S3Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | Readable;
}

/** What an operation is given: bucket and key decoded, empty where the path has none. */
export interface S3Call {
  readonly request: S3Request;
  readonly bucket: string;
  readonly key: string;
}
