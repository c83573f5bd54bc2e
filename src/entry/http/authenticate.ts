import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isRegionName } from '../../contract/region-name.ts';
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
   * Checks a request's signature, that it was made for `service` (for any, where no API is known to be meant), and that
   * the body, where it is given, is the one that was signed. Without a body (S3 streams) the reader of the body compares
   * it with `verdict.payloadHash`.
   */
  identify(request: IncomingMessage, body: Buffer | undefined, service: string | undefined): Identity;
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
    identify(request, body, service) {
      if (options.allowUnsigned) return identifyUnsigned(request, options.region);
      const bodyHash = body === undefined ? undefined : hash('sha256', body, 'hex');
      const { method = '', url = '', headers, rawHeaders } = request;
      const head = { method, url, headers, rawHeaders };
      const verdict = checkSignature(bodyHash === undefined ? head : { ...head, bodyHash }, secretOf, new Date());
      if (!verdict.ok) return { ok: false, status: 403, code: verdict.code, message: verdict.message };
      if (service !== undefined && verdict.service !== service)
        return unlike(`Credential should be scoped to correct service: '${service}'.`);
      if (bodyHash !== undefined && verdict.payloadHash !== bodyHash)
        return unlike('The body is not the one that was signed.');
      return { ok: true, region: verdict.region, verdict };
    },
  };
}

const unlike = (message: string): Identity => ({
  ok: false,
  status: 403,
  code: 'InvalidSignatureException',
  message,
});

/** Signatures are optional: the region of one is believed, and what a browser would send for another page is refused. */
function identifyUnsigned(request: IncomingMessage, region: string): Identity {
  const refusal = checkUnsigned(request);
  if (refusal !== undefined)
    return { ok: false, status: refusal.status, code: 'AccessDeniedException', message: refusal.message };
  const claimed = regionOf(request.headers.authorization ?? '');
  return { ok: true, region: isRegionName(claimed) ? claimed : region, verdict: undefined };
}

/** The region in the scope of a signature, `Credential=<key>/<date>/<region>/...`; empty if there is none. */
function regionOf(authorization: string): string {
  const at = authorization.indexOf('Credential=');
  const [, date = '', region = '', service] = at < 0 ? [] : authorization.slice(at).split('/', 4);
  return service !== undefined && /^\d{8}$/.test(date) ? region : '';
}
