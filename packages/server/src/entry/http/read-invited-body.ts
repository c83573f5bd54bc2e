import type { ServerResponse } from 'node:http';
import { S3Error } from '../../operations/s3/s3-error.ts';
import { inviteBody } from './body.ts';
import { isInTooManyPieces } from './too-many-pieces.ts';

/** The body of a request to S3 as it arrives, asked for when it is first read. */
export async function* readInvitedBody(response: ServerResponse): AsyncGenerator<Uint8Array> {
  inviteBody(response);
  let pieces = 0;
  let bytes = 0;
  // A reader that stops early leaves the connection open: the client still has to get the reason.
  for await (const piece of response.req.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    if (isInTooManyPieces(++pieces, bytes))
      throw new S3Error('InvalidRequest', `The body comes in ${pieces} pieces for ${bytes} bytes: send larger chunks.`);
    yield piece;
  }
}
