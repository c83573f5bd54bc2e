import { readSignature } from '../../src/entry/http/read-signature.ts';
import type { SignedRequest } from '../../src/entry/http/stated-signature.ts';
import { type SignatureVerdict, verifySignature } from '../../src/entry/http/verify-signature.ts';

/** Both halves of Signature Version 4 at once, for a request whose body is known. */
export function checkSignature(
  request: SignedRequest,
  secretOf: (accessKeyId: string) => string | undefined,
  now: Date,
): SignatureVerdict {
  const stated = readSignature(request, secretOf, now);
  return stated.ok ? verifySignature(request, stated) : stated;
}
