import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Credentials } from '../credentials.ts';
import { checkUnsigned } from './guard.ts';
import { checkSignature, type SignatureVerdict } from './signature-v4.ts';

/** Who calls: allowed, with the region they speak of, or turned away. */
export type Identity =
  | {
      readonly ok: true;
      readonly region: string;
      readonly verdict: Extract<SignatureVerdict, { ok: true }> | undefined;
    }
  | { readonly ok: false; readonly status: number; readonly code: string; readonly message: string };

export interface Authenticator {
  /**
   * Checks a request's signature, and that its body, where it is given, is the one that was signed. Without a body (S3
   * streams) the reader of the body compares it with `verdict.payloadHash`.
   */
  identify(request: IncomingMessage, body: Buffer | undefined): Identity;
}

export interface AuthenticatorOptions {
  readonly allowUnsigned: boolean;
  /** Region of callers that do not say one. */
  readonly region: string;
}

export function createAuthenticator(credentials: Credentials, options: AuthenticatorOptions): Authenticator {
  const secretOf = (accessKeyId: string) =>
    accessKeyId === credentials.accessKeyId ? credentials.secretAccessKey : undefined;
  return {
    identify(request, body) {
      if (options.allowUnsigned) return identifyUnsigned(request, options.region);
      const bodyHash = body === undefined ? undefined : hash('sha256', body, 'hex');
      const { method = '', url = '', headers, rawHeaders } = request;
      const head = { method, url, headers, rawHeaders };
      const verdict = checkSignature(bodyHash === undefined ? head : { ...head, bodyHash }, secretOf, new Date());
      if (!verdict.ok) return { ok: false, status: 403, code: verdict.code, message: verdict.message };
      if (bodyHash !== undefined && verdict.payloadHash !== bodyHash) {
        return {
          ok: false,
          status: 403,
          code: 'InvalidSignatureException',
          message: 'The body is not the one that was signed.',
        };
      }
      return { ok: true, region: verdict.region, verdict };
    },
  };
}

/** Signatures are optional: the region of one is believed, and what a browser would send for another page is refused. */
function identifyUnsigned(request: IncomingMessage, region: string): Identity {
  const refusal = checkUnsigned(request);
  if (refusal !== undefined)
    return { ok: false, status: refusal.status, code: 'AccessDeniedException', message: refusal.message };
  const scope = /Credential=[^/]+\/\d{8}\/([^/]+)\//.exec(request.headers.authorization ?? '');
  return { ok: true, region: scope?.[1] ?? region, verdict: undefined };
}
