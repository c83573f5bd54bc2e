import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { clientTests } from '../../packages/server/test/support/client-features.ts';

const root = resolve(import.meta.dirname, '../..');

/** A test that a table names in its last cell: `` `file`: title ``, and the cell itself where it names none. */
export interface NamedTest {
  readonly file: string;
  readonly title: string;
}

/** The tests that the rows of a page's tables name; `head` begins the line of the head. */
export function namedTests(page: string, head: string): NamedTest[] {
  const lines = readFileSync(join(root, page), 'utf8').split('\n');
  const at = lines.findIndex((line) => line.startsWith(head));
  const end = lines.findIndex((line, row) => row > at && !line.startsWith('|'));
  return lines.slice(at + 2, end).map((line) => {
    const [, file = '', title = ''] = /\| `([^`|]+)`: ([^|]+) \|$/.exec(line) ?? [];
    return { file, title: file === '' ? line : title };
  });
}

/** Whether the file of the tests of the server, the library or both has a test of that title, or a row of `it.each` that begins so. */
export function hasTest({ file, title }: NamedTest): boolean {
  const folders = ['packages/server/test', 'packages/scoring/test', 'test'];
  const places = folders.map((folder) => join(root, folder, `${file}.test.ts`));
  const path = places.find((place) => existsSync(place));
  if (file === '' || title === '' || path === undefined) return false;
  // The call may be wrapped, and the title stand in any quotes.
  const text = readFileSync(path, 'utf8');
  if (Object.values(clientTests).some((row) => row.file === file && row.title.startsWith(title))) return true;
  return ["'", '"', '`', "'%s ", "'%s: "].some((quote) => text.includes(`${quote}${title}`));
}
