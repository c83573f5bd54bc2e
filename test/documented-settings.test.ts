import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfigFile } from '../packages/server/src/entry/options/config-file.ts';
import { optionTable } from '../packages/server/src/entry/options/server-options.ts';
import { readKeysFile } from '../packages/server/src/entry/read-keys-file.ts';
import { codeBlocksOf } from './support/code-blocks.ts';

/** Settings as the pages show them are read by the server. */
const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'catenary-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function saved(text: string): string {
  const path = join(folder, 'settings.yaml');
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

const blocks = (page: string, begins: RegExp) =>
  codeBlocksOf(readFileSync(join(root, page), 'utf8')).flatMap(({ lines }) =>
    begins.test(lines.join('\n')) ? [lines.join('\n')] : [],
  );

describe('catenary.yaml', () => {
  it.each([
    ['README.md', /^images:/m],
    ['docs/configuration.md', /^images:/m],
    ['docs/configuration.md', /^containers:/m],
    ['docs/async.md', /^topics:/m],
    ['docs/stores.md', /^s3:/m],
  ])('is read as %s shows it', async (page, begins) => {
    const found = blocks(page, begins);
    expect(found.length).toBeGreaterThan(0);
    for (const text of found) expect(Object.keys(await readConfigFile(saved(text))).length).toBeGreaterThan(0);
  });

  it('takes each default as docs/configuration.md shows it', async () => {
    const page = readFileSync(join(root, 'docs/configuration.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `(\w+)` \|.*\| `([^`|]+)` \| [^|]+ \|$/gm)].filter(
      ([, name = '']) => name in optionTable,
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const [, name = '', shown] of rows)
      expect(Object.keys(await readConfigFile(saved(`${name}: ${shown}\n`)))).toEqual([name]);
  });
});

it('a file of keys is read as docs/keys.md shows it', async () => {
  const [pairs = '', statements = '', accounts = ''] = blocks('docs/keys.md', /accessKeyId/);
  const read = (text: string) => readKeysFile(saved(text), '000000000000');
  expect(await read(pairs)).toHaveLength(3);
  expect((await read(statements))[0]?.statements).toHaveLength(3);
  expect((await read(accounts)).map(({ account }) => account)).toEqual(['111122223333', '444455556666']);
});
