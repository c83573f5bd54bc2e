import { defined } from '@catenary/scoring/internal/values';
import { createHash } from 'node:crypto';
import { type Crc, combineCrc } from '../../util/combine-crc.ts';
import { type ChecksumAlgorithm, type Checksums, startChecksum } from './checksum.ts';
import { ObjectStoreError } from './object-store-error.ts';
import type { NamedPart, Upload } from './object-store.ts';
import type { IndexedPart } from './upload-index.ts';

/** Smallest part but the last (S3 User Guide, "Multipart upload limits"). */
const minPartBytes = 5 * 1024 * 1024;

const crcs: Partial<Record<ChecksumAlgorithm, Crc>> = {
  crc32: { width: 32, polynomial: 0xedb88320n },
  crc32c: { width: 32, polynomial: 0x82f63b78n },
  crc64nvme: { width: 64, polynomial: 0x9a6c9329ac4bc9b5n },
};

/** The parts that the client named, in its order. Throws InvalidPart, InvalidPartOrder or EntityTooSmall. */
export function chooseParts(named: readonly NamedPart[], present: readonly IndexedPart[]): IndexedPart[] {
  if (named.length === 0) throw new ObjectStoreError('InvalidPart', 'A multipart upload needs at least one part.');
  const byNumber = new Map(present.map((part) => [part.part.number, part]));
  let previous = 0;
  const chosen = named.map((name) => {
    if (name.number <= previous)
      throw new ObjectStoreError(
        'InvalidPartOrder',
        'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
      );
    previous = name.number;
    const found = byNumber.get(name.number);
    if (found === undefined || !isTheSame(name, found))
      throw new ObjectStoreError(
        'InvalidPart',
        `Part ${name.number} was not uploaded, or its entity tag or checksum is not the one that was uploaded.`,
      );
    return found;
  });
  for (const { part } of chosen.slice(0, -1))
    if (part.size < minPartBytes)
      throw new ObjectStoreError(
        'EntityTooSmall',
        `Part ${part.number} has ${part.size} bytes. Every part but the last needs at least ${minPartBytes}.`,
      );
  return chosen;
}

function isTheSame(name: NamedPart, { part }: IndexedPart): boolean {
  if (name.etag !== part.etag) return false;
  return Object.entries(name.checksums ?? {}).every(([algorithm, value]) => {
    const known = part.checksums[algorithm as ChecksumAlgorithm];
    return known === undefined || known === value;
  });
}

/** ETag of a multipart object: the MD5 of the parts' MD5s, a hyphen, how many there are. */
export function multipartEtag(parts: readonly IndexedPart[]): string {
  const hash = createHash('md5');
  for (const { part } of parts) hash.update(Buffer.from(part.etag, 'hex'));
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
    total = combineCrc(crc, total, BigInt(`0x${sum.toString('hex')}`), defined(parts[index]).part.size);
  return Buffer.from(total.toString(16).padStart(crc.width / 4, '0'), 'hex').toString('base64');
}
