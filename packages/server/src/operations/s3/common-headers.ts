import { checksumAlgorithms } from '../../platform/storage/checksum.ts';
/** Headers of S3 that every operation may have: who calls, how the body is framed and what it must be. */
export const commonHeaders: readonly string[] = [
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-expected-bucket-owner',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-security-token',
  'x-amz-trailer',
  ...checksumAlgorithms.map((algorithm) => `x-amz-checksum-${algorithm}`),
];

/** Headers that are accepted without effect, and why: clients send them who do not depend on their effect. */
export const headersWithoutEffect: Readonly<Record<string, string>> = {
  'x-amz-object-ownership': "every object is the bucket owner's",
  'x-amz-optional-object-attributes': 'no object is archived, so none has a restore status',
  'x-amz-request-payer': 'no caller is billed',
  'x-amz-server-side-encryption-context': 'this server does not encrypt with keys of KMS',
  'x-amz-user-agent': 'it says which client calls',
};
