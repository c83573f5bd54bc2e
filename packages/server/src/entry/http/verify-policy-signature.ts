import { createHmac } from 'node:crypto';
import { isSameSignature } from './is-same-signature.ts';
import { readCredential } from './read-credential.ts';
import { algorithm } from './read-signature.ts';
import { signatureFailure } from './signature-failure.ts';
import { signingKey } from './signing-key.ts';
import { type SignatureVerdict, scopeOf } from './verify-signature.ts';

const noPolicy =
  'The form has no policy that is signed: make its fields by generate_presigned_post (boto3) or createPresignedPost (JavaScript).';
const onlyVersion4 =
  'Forms are signed by version 4 alone: ask the client for signature_version s3v4, and give it a region.';

/**
 * Whether a key has signed the policy of a form. What is signed is the base64 text; the policy itself says when it expires.
 * Source: S3 API reference, "Calculating a signature for browser-based uploads".
 */
export function verifyPolicySignature(
  fields: ReadonlyMap<string, string>,
  secretOf: (accessKeyId: string) => string | undefined,
): SignatureVerdict {
  const get = (name: string) => fields.get(name) ?? '';
  const policy = get('policy');
  if (get('x-amz-signature') === '' && get('signature') !== '')
    return signatureFailure('IncompleteSignature', onlyVersion4);
  if (policy === '' || get('x-amz-signature') === '') return signatureFailure('MissingAuthenticationToken', noPolicy);
  if (get('x-amz-algorithm') !== algorithm)
    return signatureFailure('IncompleteSignature', `The field x-amz-algorithm must be ${algorithm}.`);
  const scope = readCredential(get('x-amz-credential'));
  if (typeof scope === 'string') return signatureFailure('IncompleteSignature', scope);
  const timestamp = get('x-amz-date');
  if (scope.service !== 's3' || !/^\d{8}T\d{6}Z$/.test(timestamp) || !timestamp.startsWith(scope.date))
    return signatureFailure('IncompleteSignature', 'The credential must be for s3, and for the day of x-amz-date.');
  const secret = secretOf(scope.accessKeyId);
  if (secret === undefined)
    return signatureFailure(
      'UnrecognizedClientException',
      'The AWS Access Key Id you provided is not one of this server.',
    );
  const key = signingKey(secret, scope);
  const signature = get('x-amz-signature');
  if (!isSameSignature(signature, createHmac('sha256', key).update(policy).digest('hex')))
    return signatureFailure(
      'InvalidSignatureException',
      'The signature of the policy is not the one that its key makes.',
    );
  const { accessKeyId, region, service } = scope;
  return {
    ok: true,
    accessKeyId,
    region,
    service,
    payloadHash: 'UNSIGNED-PAYLOAD',
    signature,
    signingKey: key,
    timestamp,
    scope: scopeOf(scope),
  };
}
