import { own } from '@catenary/scoring/internal/names';
import { maxUploadBytes } from '../../contract/max-bytes.ts';
import { type ChecksumAlgorithm, checksumAlgorithms, isChecksumAlgorithm } from '../../platform/storage/checksum.ts';
import type { ContentDigests, ContentOptions } from '../../platform/storage/object-store.ts';
import { S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';

/** Bytes of the content that the headers declare, without its framing in chunks. */
export function declaredLength(headers: S3Request['headers']): string | readonly string[] | undefined {
  return headers['x-amz-decoded-content-length'] ?? headers['content-length'];
}

/**
 * What a body must turn out to be: every digest that its headers state, or its trailers will. Throws EntityTooLarge,
 * before anything of it is read, where the length they state is more than an upload may have.
 */
export function bodyChecks(request: S3Request): ContentOptions {
  const { headers } = request;
  const length = declaredLength(headers);
  if (Number(length ?? 0) > maxUploadBytes)
    throw new S3Error(
      'EntityTooLarge',
      `Your proposed upload has ${String(length)} bytes; at most ${maxUploadBytes} are taken in one request.`,
      { ProposedSize: String(length), MaxSizeAllowed: String(maxUploadBytes) },
    );
  const md5 = readMd5(headers['content-md5']);
  const trailing = [headers['x-amz-trailer'] ?? []]
    .flat()
    .join(',')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  const stated = checksumAlgorithms.filter(
    (algorithm) =>
      headers[`x-amz-checksum-${algorithm}`] !== undefined || trailing.includes(`x-amz-checksum-${algorithm}`),
  );
  for (const algorithm of stated) checkForm(algorithm, headers);
  const asked = readAlgorithm(headers['x-amz-sdk-checksum-algorithm']);
  return {
    checksums: asked === undefined || stated.includes(asked) ? stated : [...stated, asked],
    verify: (digests) => {
      checkLength(length, digests);
      if (md5 !== undefined && !md5.equals(digests.md5))
        throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
      for (const algorithm of stated) checkSum(algorithm, request, digests);
    },
  };
}

/** Bytes of each checksum. */
const checksumSizes: Readonly<Record<ChecksumAlgorithm, number>> = {
  crc32: 4,
  crc32c: 4,
  crc64nvme: 8,
  sha1: 20,
  sha256: 32,
};

function checkForm(algorithm: ChecksumAlgorithm, headers: S3Request['headers']): void {
  const name = `x-amz-checksum-${algorithm}`;
  const stated = own(headers, name);
  if (stated === undefined) return;
  const bytes = Buffer.from(String(stated), 'base64');
  if (bytes.length !== checksumSizes[algorithm] || bytes.toString('base64') !== String(stated))
    throw new S3Error('InvalidRequest', `Value for ${name} header is invalid.`);
}

export function readAlgorithm(value: string | readonly string[] | undefined): ChecksumAlgorithm | undefined {
  if (value === undefined) return undefined;
  const name = String(value).toLowerCase();
  if (isChecksumAlgorithm(name)) return name;
  throw new S3Error('InvalidRequest', `${String(value)} is no checksum algorithm: ${checksumAlgorithms.join(', ')}.`);
}

function checkSum(algorithm: ChecksumAlgorithm, request: S3Request, digests: ContentDigests): void {
  const name = `x-amz-checksum-${algorithm}`;
  const stated = own(request.headers, name) ?? request.trailers.get(name);
  if (stated === undefined) throw new S3Error('InvalidRequest', `The trailer ${name} was announced but did not come.`);
  if (stated !== digests.checksums[algorithm])
    throw new S3Error(
      'BadDigest',
      `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
    );
}

function checkLength(stated: string | readonly string[] | undefined, { size }: ContentDigests): void {
  if (stated !== undefined && Number(stated) !== size)
    throw new S3Error('IncompleteBody', `${String(stated)} bytes were announced, ${size} came.`);
}

function readMd5(value: string | readonly string[] | undefined): Buffer | undefined {
  if (value === undefined) return undefined;
  const md5 = Buffer.from(String(value), 'base64');
  if (md5.length !== 16) throw new S3Error('InvalidDigest', 'The Content-MD5 you specified is not valid.');
  return md5;
}
