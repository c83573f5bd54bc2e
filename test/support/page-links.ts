import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The page without its code: what is left are words and links. */
export const withoutCode = (text: string) =>
  text
    .replaceAll(/^```[^]*?^```/gm, '')
    .replaceAll(/^ {4}.*$/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => 'c'.repeat(code.length));

/** The anchors of a page: its headings as GitHub and the site write them. */
export function anchorsOf(text: string): Set<string> {
  const headings = text.replaceAll(/^```[^]*?^```/gm, '').matchAll(/^#{1,6} +(.+)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) =>
      heading
        .replaceAll(/[`*]/g, '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Links of a page that lead nowhere: to no file of the repository, or to no heading of a page. */
export function deadLinks(root: string, page: string, text: string): string[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = '', anchor] = link.split('#', 2);
    const target = path === '' ? join(root, page) : join(root, dirname(page), path);
    if (!existsSync(target)) return [`${page}: ${link}`];
    const isFound = anchor === undefined || anchorsOf(readFileSync(target, 'utf8')).has(anchor);
    return isFound ? [] : [`${page}: ${link}`];
  });
}
