import type { ChecksumAlgorithm } from './checksum.ts';
import type { NamedPart } from './object-store.ts';
import { ObjectStoreError } from './object-store-error.ts';
import type { IndexedPart } from './upload-index.ts';

/** Smallest part but the last (S3 User Guide, "Multipart upload limits"). */
const minPartBytes = 5 * 1024 * 1024;

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
        { PartNumber: name.number, ETag: name.etag },
      );
    return found;
  });
  for (const { part } of chosen.slice(0, -1))
    if (part.size < minPartBytes)
      throw new ObjectStoreError(
        'EntityTooSmall',
        `Part ${part.number} has ${part.size} bytes. Every part but the last needs at least ${minPartBytes}.`,
        { ETag: part.etag, MinSizeAllowed: minPartBytes, PartNumber: part.number, ProposedSize: part.size },
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
