import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Credentials } from '../credentials.ts';
import { checkUnsigned } from './guard.ts';
import { checkSignature, type SignatureVerdict } from './signature-v4.ts';

/** Who calls: allowed with the region they speak of, or turned away. */
export type Identity =
  | {
      readonly ok: true;
      readonly region: string;
      readonly service: string | undefined;
      readonly verdict: Extract<SignatureVerdict, { ok: true }> | undefined;
    }
  | { readonly ok: false; readonly status: number; readonly code: string; readonly message: string };

export interface Authenticator {
  /** Checks the signature of a request's head; the body's hash is another matter, see `bodyMatches`. */
  identify(request: IncomingMessage): Identity;
}

export function createAuthenticator(
  credentials: Credentials,
  options: { readonly allowUnsigned: boolean; readonly region: string },
): Authenticator {
  const secretOf = (accessKeyId: string) =>
    accessKeyId === credentials.accessKeyId ? credentials.secretAccessKey : undefined;
  return {
    identify(request) {
      const url = request.url as string;
      const isSigned = request.headers.authorization !== undefined || url.includes('X-Amz-Signature=');
      if (!isSigned && options.allowUnsigned) {
        const refusal = checkUnsigned(request);
        if (refusal !== undefined)
          return { ok: false, status: refusal.status, code: 'AccessDeniedException', message: refusal.message };
        return { ok: true, region: options.region, service: undefined, verdict: undefined };
      }
      const verdict = checkSignature(
        { method: request.method as string, url, headers: request.headers },
        secretOf,
        new Date(),
      );
      if (verdict.ok) return { ok: true, region: verdict.region, service: verdict.service, verdict };
      // Where signatures are optional, a signature of anybody's is as good as none.
      if (options.allowUnsigned && checkUnsigned(request) === undefined)
        return { ok: true, region: options.region, service: undefined, verdict: undefined };
      return { ok: false, status: 403, code: verdict.code, message: verdict.message };
    },
  };
}

/** Whether a whole body is the one that was signed. Without signature, or signed as unsigned, any body is. */
export function bodyMatches(identity: Extract<Identity, { ok: true }>, body: Buffer): boolean {
  const hash = identity.verdict?.payloadHash;
  if (hash === undefined || hash === 'UNSIGNED-PAYLOAD') return true;
  return createHash('sha256').update(body).digest('hex') === hash;
}
