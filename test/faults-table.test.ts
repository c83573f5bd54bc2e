import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const rows = readFileSync(join(root, 'docs/faults.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (fault|---) /.test(line))
  .map((line) => /\| `([^`]+)`: (.+) \|$/.exec(line)?.slice(1) ?? [line]);

describe('the table of faults', () => {
  it.each(rows)('names a test that there is: %s, %s', (file, title) => {
    const path = join(root, 'packages/server/test', `${file}.test.ts`);
    expect(existsSync(path), path).toBe(true);
    // As a title, or as one that `it.each` fills in; the call may be wrapped.
    const text = readFileSync(path, 'utf8').replaceAll(/\(\s+'/g, "('");
    expect(text.includes(`('${title}`) || text.includes(`('%s ${title}`), title).toBe(true);
  });
});
