import type { IncomingHttpHeaders } from 'node:http';

/** The head of a request as it came: the target is still encoded. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query as on the request line. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Needed only where one header came more than once: `headers` joins those in another way than signers do. */
  readonly rawHeaders?: readonly string[];
  /**
   * Hex SHA-256 of the body, if it has been read: what was signed where no X-Amz-Content-Sha256 header says it (all but
   * S3).
   */
  readonly bodyHash?: string;
}

/** Who signs, and for what. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** The same, and which headers: a client says the same all day. */
export interface SignatureScope extends CredentialScope {
  readonly signedHeaders: readonly string[];
}

/** The parts of a signature, from the header or from the query of a presigned request. */
export interface SignatureParts extends SignatureScope {
  readonly signature: string;
  readonly timestamp: string;
  readonly payloadHash: string | undefined;
  readonly expires: number | undefined;
  readonly query: string;
}

/** The stated signature of a request, with a known key and a valid time; it is not verified yet. */
export interface StatedSignature extends SignatureParts {
  readonly ok: true;
  readonly secret: string;
  /** What was signed by version 2. */
  readonly signedText?: string;
}
