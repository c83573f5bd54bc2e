import { own } from '@catenary/scoring/internal/names';
import type { Credentials } from '../credentials.ts';

/** A key pair that requests are signed with. */
export interface SigningPair extends Credentials {
  /** Where it was found: a file, or variables of the environment. */
  readonly from?: string;
}

/** Codes of a signature by a pair that the server does not have. */
const refusals: Readonly<Record<string, string>> = {
  InvalidSignatureException: 'it has another secret for this id',
  SignatureDoesNotMatch: 'it has another secret for this id',
  UnrecognizedClientException: 'it does not know this id',
  InvalidAccessKeyId: 'it does not know this id',
};

/** What to say instead of the server's own words, which send to `catenary env`: that would find the same pair. */
export function refusedPair({ accessKeyId, from }: SigningPair, url: string, code = ''): string | undefined {
  const why = own(refusals, code);
  if (why === undefined || from === undefined) return undefined;
  return `The server at ${url} refuses the key pair ${accessKeyId} of ${from}: ${why}. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to the pair that the server was started with, or start it without one.`;
}
