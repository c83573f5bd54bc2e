import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../packages/server/src/entry/cli/commands.ts';
import { readVersion } from '../packages/server/src/entry/read-version.ts';
import { flagsPage } from '../scripts/man-page/flags-page.ts';
import { manPage } from '../scripts/man-page/page.ts';

const path = join(import.meta.dirname, '../packaging/man/catenary.1');

it('docs/flags.md is of the commands as they are: the same script writes it', async () => {
  expect(readFileSync(join(import.meta.dirname, '../docs/flags.md'), 'utf8')).toBe(await flagsPage());
});

describe('catenary(1)', () => {
  it('is of the commands as they are: `sh scripts/with-node.sh scripts/generate-man-page.ts` writes it', async () => {
    expect(readFileSync(path, 'utf8')).toBe(await manPage(readVersion()));
  });

  it('is installed with the package', () => {
    const server = join(import.meta.dirname, '../packages/server');
    const { man, files } = JSON.parse(readFileSync(join(server, 'package.json'), 'utf8')) as Record<string, string[]>;
    expect(man).toEqual(['./packaging/man/catenary.1']);
    expect(files).toContain('packaging');
  });

  it.skipIf(!existsSync('/usr/bin/groff'))('is read by groff without a complaint, with every command', () => {
    const shown = execFileSync('groff', ['-man', '-Tascii', '-ww', '-P-cbou', path], { stdio: 'pipe' }).toString();
    for (const { name } of commands()) expect(shown).toMatch(new RegExp(`^ {3}${name}\\b`, 'm'));
    expect(shown).toMatch(/--show-calls\n/);
  });
});
