import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examples, writeExamples } from './support/documented-examples.ts';

const root = resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'catenary-examples-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The example as it would be beside the installed package. */
function withDoors(code: string): string {
  return code.replaceAll(/from '@catenary\/scoring(?:\/([\w-]+))?'/g, (_all, door = 'index') => {
    return `from ${JSON.stringify(join(root, 'packages/scoring/src', `${door}.ts`))}`;
  });
}

beforeAll(() => writeExamples(folder, withDoors));

describe('docs/scoring-library.md', () => {
  it('has examples that compile, in a strict project', { timeout: 60_000 }, () => {
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    expect(execFileSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false']).toString()).toBe('');
  });

  it.each([...examples.entries()])('has example %i, which prints what it says', (at, { expected }) => {
    const printed = execFileSync(process.execPath, [join(folder, `example-${at}.ts`)], { cwd: folder }).toString();
    expect(expected.length).toBeGreaterThan(0);
    expect(printed.trimEnd().split('\n')).toEqual(expected);
  });
});
