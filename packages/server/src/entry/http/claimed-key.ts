import type { IncomingMessage } from 'node:http';
import { readPassword } from './read-password.ts';

/** The access key that a request says it is of, by header or by query; it is not verified. Undefined if it says none. */
export function claimedKey(request: IncomingMessage): string | undefined {
  const { url = '', headers } = request;
  const [, signed] = (headers.authorization ?? '').split('Credential=', 2);
  if (signed !== undefined) return keyOf(signed);
  const password = readPassword(request);
  if (password !== undefined) return password.accessKeyId;
  const at = url.indexOf('?');
  if (at < 0) return undefined;
  const query = new URLSearchParams(url.slice(at + 1));
  const credential = query.get('X-Amz-Credential');
  return credential === null ? (query.get('AWSAccessKeyId') ?? undefined) : keyOf(credential);
}

/** The same of the fields of a form. */
export function claimedFormKey(fields: ReadonlyMap<string, string>): string | undefined {
  return keyOf(fields.get('x-amz-credential') ?? '');
}

const keyOf = (credential: string) => credential.split('/', 1)[0];
