import { type Checksums, checksumAlgorithms } from '../../platform/storage/checksum.ts';
import type { StoredObject } from '../../platform/storage/stored-object.ts';
import { xmlText } from './xml-children.ts';
import { xmlTextElement } from './xml-elements.ts';
import type { XmlTree } from './xml-tree.ts';

/** Checksums as S3 names them in documents: ChecksumCRC32 ... */
const elementName = (algorithm: string) => `Checksum${algorithm.toUpperCase()}`;

export function checksumElements({ checksums }: { readonly checksums: Checksums }): string[] {
  return checksumAlgorithms.map((algorithm) => xmlTextElement(elementName(algorithm), checksums[algorithm]));
}

/** What the checksums of an object cover: all of its content, or part by part; empty if it has none. */
export function checksumTypeElement({
  checksums,
  checksumType,
}: Pick<StoredObject, 'checksums' | 'checksumType'>): string {
  return xmlTextElement('ChecksumType', Object.keys(checksums).length === 0 ? undefined : checksumType);
}

export function readChecksumElements(tree: XmlTree): Checksums {
  const found = checksumAlgorithms.flatMap((algorithm) => {
    const value = xmlText(tree, elementName(algorithm));
    return value === undefined ? [] : [[algorithm, value] as const];
  });
  return Object.fromEntries(found);
}
