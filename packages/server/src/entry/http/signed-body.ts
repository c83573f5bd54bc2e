import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { S3Error } from '../../operations/s3/s3-error.ts';
import { type ChunkSigning, decodeAwsChunked } from './aws-chunked.ts';
import { readInvitedBody } from './read-invited-body.ts';

export interface SignedBody {
  /** The content, freed of its framing. Throws at its end if it is not what was signed. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Complete when the body has been read. */
  readonly trailers: ReadonlyMap<string, string>;
}

/**
 * The body of an S3 request, checked while it is read: framed and signed in chunks, or hashed as a whole, as its
 * X-Amz-Content-Sha256 header says. `signing` is what the request's own signature was found to be.
 */
export function readSignedBody(
  response: ServerResponse,
  signing: (ChunkSigning & { readonly payloadHash: string }) | undefined,
): SignedBody {
  const header = response.req.headers['x-amz-content-sha256'];
  const form = signing?.payloadHash ?? (typeof header === 'string' ? header : 'UNSIGNED-PAYLOAD');
  const trailers = new Map<string, string>();
  const source = readInvitedBody(response);
  if (form.startsWith('STREAMING-')) {
    const onTrailer = (name: string, value: string) => void trailers.set(name, value);
    return { body: decodeAwsChunked(source, { form, signing, onTrailer }), trailers };
  }
  return { body: form === 'UNSIGNED-PAYLOAD' ? source : checkHash(source, form), trailers };
}

async function* checkHash(source: AsyncIterable<Uint8Array>, expected: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== expected)
    throw new S3Error(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
}
