import type { ChecksumAlgorithm as SdkAlgorithm } from '@aws-sdk/client-s3';
import { type ChecksumAlgorithm, type Checksums, checksumAlgorithms, isChecksumAlgorithm } from '../checksum.ts';

/** Member of the SDK's shapes for each checksum. */
const checksumMembers = {
  crc32: 'ChecksumCRC32',
  crc32c: 'ChecksumCRC32C',
  crc64nvme: 'ChecksumCRC64NVME',
  sha1: 'ChecksumSHA1',
  sha256: 'ChecksumSHA256',
} as const satisfies Record<ChecksumAlgorithm, string>;

type SdkChecksums = Partial<Record<(typeof checksumMembers)[ChecksumAlgorithm], string>>;

type FoundChecksums = { readonly [Member in keyof SdkChecksums]?: string | undefined };

export function readSdkChecksums(output: FoundChecksums): Checksums {
  const found: Partial<Record<ChecksumAlgorithm, string>> = {};
  for (const algorithm of checksumAlgorithms) {
    const value = output[checksumMembers[algorithm]];
    if (value !== undefined) found[algorithm] = value;
  }
  return found;
}

export function writeSdkChecksums(checksums: Checksums): SdkChecksums {
  return Object.fromEntries(
    Object.entries(checksums).map(([algorithm, value]) => [checksumMembers[algorithm as ChecksumAlgorithm], value]),
  );
}

export const writeAlgorithm = (algorithm: ChecksumAlgorithm) => algorithm.toUpperCase() as SdkAlgorithm;

export function readAlgorithm(name: string | undefined): ChecksumAlgorithm | undefined {
  const algorithm = name?.toLowerCase() ?? '';
  return isChecksumAlgorithm(algorithm) ? algorithm : undefined;
}
