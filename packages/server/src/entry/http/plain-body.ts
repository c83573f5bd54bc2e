import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { maxControlBodyBytes } from '../../contract/max-bytes.ts';
import { ServiceError } from '../../contract/service-error.ts';

/** The body of a request to a control API: some clients send it compressed. Throws `ServiceError`. */
export function plainBody({ headers }: IncomingMessage, body: Buffer): Buffer {
  const encoding = headers['content-encoding'];
  if (encoding === undefined) return body;
  if (encoding !== 'gzip')
    throw new ServiceError(
      'SerializationException',
      `The Content-Encoding ${encoding.slice(0, 100)} is not offered: send gzip or none.`,
    );
  try {
    return gunzipSync(body, { maxOutputLength: maxControlBodyBytes });
  } catch {
    throw new ServiceError(
      'SerializationException',
      `The request body is no gzip, or has more than ${maxControlBodyBytes} bytes.`,
    );
  }
}
