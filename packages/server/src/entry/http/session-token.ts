import type { SignedRequest } from './stated-signature.ts';

/** What it is called, whether it comes as a header, in the query, or as a field of a form. */
const tokenName = 'x-amz-security-token';
const inQuery = /[?&]x-amz-security-token=/i;

/** Whether a request was signed with temporary credentials, whose token this server has not given. */
export const hasSessionToken = ({ headers, url }: Pick<SignedRequest, 'headers' | 'url'>): boolean =>
  headers[tokenName] !== undefined || (url.includes('?') && inQuery.test(url));

export const formHasSessionToken = (fields: ReadonlyMap<string, string>): boolean =>
  (fields.get(tokenName) ?? '') !== '';

/** The code is AWS's for a token that is not known; S3 has one of its own. */
export const sessionTokenRefusal = {
  code: 'InvalidClientTokenId',
  message:
    'The security token included in the request is invalid: this server has no session tokens. Unset AWS_SESSION_TOKEN, and sign with a key pair of this server; catenary env prints the lines for both.',
};
