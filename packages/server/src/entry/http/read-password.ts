import type { IncomingMessage } from 'node:http';

/** Who a caller says to be by HTTP Basic: an access key, and its secret. */
export interface Password {
  readonly accessKeyId: string;
  readonly secret: string;
}

const scheme = 'basic ';

/** Undefined where a request has none (RFC 7617). */
export function readPassword({ headers: { authorization = '' } }: IncomingMessage): Password | undefined {
  if (authorization.slice(0, scheme.length).toLowerCase() !== scheme) return undefined;
  const text = Buffer.from(authorization.slice(scheme.length), 'base64').toString('utf8');
  const end = text.indexOf(':');
  return end < 0 ? undefined : { accessKeyId: text.slice(0, end), secret: text.slice(end + 1) };
}
