import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runCatenaryIn } from '../support/run-catenary.ts';
import { root } from '../support/start-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-lookups-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('files and doors of a checkout are not looked up one by one', async () => {
  const preload = `--conditions=source --import=${join(root, 'packages/server/test/support/note-lookups.ts')}`;
  const { code, stderr } = await runCatenaryIn({ folder, env: { NODE_OPTIONS: preload } }, 'transform', '--help');
  expect(code).toBe(0);
  const lookups = stderr.trimEnd().split('\n');
  const files = lookups.filter((specifier) => specifier.startsWith('.') && specifier.endsWith('.ts'));
  // What main.ts loads before it: the folder of the compiled code, and the hook itself.
  expect(files.toSorted()).toEqual(['./entry/keep-compiled-code.ts', './user-cache.ts', './util/resolve-sources.ts']);
  const doors = lookups.filter((specifier) => specifier.startsWith('@catenary/'));
  expect(doors.length).toBeGreaterThan(0);
  expect(doors.length).toBe(new Set(doors).size);
});
