import { isRegionName } from '../../contract/region-name.ts';
import type { CredentialScope } from './stated-signature.ts';

const credentialForm = /^([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/;

/** Reads `<key>/<date>/<region>/<service>/aws4_request`; a text says what is wrong. */
export function readCredential(credential: string): CredentialScope | string {
  const match = credentialForm.exec(credential);
  if (match === null) return 'Credential must be <key>/<date>/<region>/<service>/aws4_request.';
  const [, accessKeyId = '', date = '', region = '', service = ''] = match;
  if (!isRegionName(region)) return 'The region of the credential scope is no region name.';
  return { accessKeyId, date, region, service };
}
