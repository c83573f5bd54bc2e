import { createHash } from 'node:crypto';
import { defined } from '@catenary/scoring/internal/values';
import { type Crc, combineCrc } from '../../util/combine-crc.ts';
import { type ChecksumAlgorithm, type Checksums, startChecksum } from './checksum.ts';
import type { Upload } from './object-store.ts';
import type { IndexedPart } from './upload-index.ts';

const crcs: Partial<Record<ChecksumAlgorithm, Crc>> = {
  crc32: { width: 32, polynomial: 0xedb88320n },
  crc32c: { width: 32, polynomial: 0x82f63b78n },
  crc64nvme: { width: 64, polynomial: 0x9a6c9329ac4bc9b5n },
};

/** ETag of a multipart object: the MD5 of the parts' MD5s, a hyphen, how many there are. */
export function multipartEtag(parts: readonly { readonly etag: string }[]): string {
  const hash = createHash('md5');
  for (const { etag } of parts) hash.update(Buffer.from(etag, 'hex'));
  return `${hash.digest('hex')}-${parts.length}`;
}

/** Checksum of a multipart object as its upload asked for it; none if a part has none. */
export function multipartChecksums(upload: Upload, parts: readonly IndexedPart[]): Checksums {
  const algorithm = upload.checksumAlgorithm;
  if (algorithm === undefined) return {};
  const sums = parts.map(({ part }) => Buffer.from(part.checksums[algorithm] ?? '', 'base64'));
  if (sums.some((sum) => sum.length === 0)) return {};
  const crc = crcs[algorithm];
  if (upload.checksumType === 'FULL_OBJECT' && crc !== undefined)
    return { [algorithm]: fullObjectCrc(crc, sums, parts) };
  const checksum = startChecksum(algorithm);
  for (const sum of sums) checksum.update(sum);
  return { [algorithm]: `${checksum.digest().toString('base64')}-${parts.length}` };
}

function fullObjectCrc(crc: Crc, sums: readonly Buffer[], parts: readonly IndexedPart[]): string {
  let total = 0n;
  for (const [index, sum] of sums.entries())
    total = combineCrc(crc, total, {
      crc: BigInt(`0x${sum.toString('hex')}`),
      length: defined(parts[index]).part.size,
    });
  return Buffer.from(total.toString(16).padStart(crc.width / 4, '0'), 'hex').toString('base64');
}
