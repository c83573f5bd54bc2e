import { type Checksums, checksumAlgorithms } from '../../platform/storage/checksum.ts';
import { xmlText } from './xml-children.ts';
import { xmlTextElement } from './xml-elements.ts';
import type { XmlTree } from './xml-tree.ts';

/** Checksums as S3 names them in documents: ChecksumCRC32 ... */
const elementName = (algorithm: string) => `Checksum${algorithm.toUpperCase()}`;

export function checksumElements({ checksums }: { readonly checksums: Checksums }): string[] {
  return checksumAlgorithms.map((algorithm) => xmlTextElement(elementName(algorithm), checksums[algorithm]));
}

export function readChecksumElements(tree: XmlTree): Checksums {
  const found = checksumAlgorithms.flatMap((algorithm) => {
    const value = xmlText(tree, elementName(algorithm));
    return value === undefined ? [] : [[algorithm, value] as const];
  });
  return Object.fromEntries(found);
}
