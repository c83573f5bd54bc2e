import { type ChecksumAlgorithm, startChecksum } from './checksum.ts';
import type { StoredObject } from './stored-object.ts';

type KeptChecksums = Pick<StoredObject, 'checksums' | 'checksumType'>;

/**
 * The checksums of a copy: those of its source, or the one that is asked for, of the whole content, which is read only where
 * the source does not have it.
 */
export async function copyChecksums(
  { checksums, checksumType }: KeptChecksums,
  algorithm: ChecksumAlgorithm | undefined,
  read: () => AsyncIterable<Uint8Array>,
): Promise<KeptChecksums> {
  if (algorithm === undefined) return { checksums, checksumType };
  const known = checksums[algorithm];
  if (known !== undefined && checksumType === 'FULL_OBJECT') return { checksums: { [algorithm]: known }, checksumType };
  const sum = startChecksum(algorithm);
  for await (const chunk of read()) sum.update(chunk);
  return { checksums: { [algorithm]: sum.digest().toString('base64') }, checksumType: 'FULL_OBJECT' };
}
