import { own } from '@catenary/scoring/internal/names';
import { malformedXml } from './malformed-xml.ts';
import type { XmlTree } from './xml-tree.ts';

/** The members of a list element, none if it is not there. */
export function xmlChildren(tree: XmlTree, name: string): readonly XmlTree[] {
  const found = own(tree, name);
  if (!Array.isArray(found)) return [];
  return (found as unknown[]).filter((child): child is XmlTree => typeof child === 'object' && child !== null);
}

/** Text of a child element; undefined if there is no such element. */
export function xmlText(tree: XmlTree, name: string): string | undefined {
  const found = own(tree, name);
  if (found === undefined) return undefined;
  if (typeof found !== 'string') throw malformedXml(`${name} must be text.`);
  return found;
}

/** The texts of an element that may stand several times, none if it is not there. */
export function xmlTexts(tree: XmlTree, name: string): readonly string[] {
  const found = own(tree, name);
  const all: readonly unknown[] = Array.isArray(found) ? found : found === undefined ? [] : [found];
  if (!all.every((one) => typeof one === 'string')) throw malformedXml(`${name} must be text.`);
  return all;
}
