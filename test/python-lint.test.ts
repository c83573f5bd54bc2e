import { execFile } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { findPythonEnvironment } from '../packages/server/test/support/python-environment.ts';

const root = resolve(import.meta.dirname, '..');
const environment = await findPythonEnvironment(['ruff==0.17.6']);

it.skipIf(environment === undefined)('the Python of this repository passes ruff (ruff.toml)', async () => {
  const ruff = join(dirname(environment?.python ?? ''), 'ruff');
  const found = await promisify(execFile)(ruff, ['check', '--no-cache', '--output-format', 'concise', root]).then(
    ({ stdout }) => stdout,
    (error: { readonly stdout: string }) => error.stdout,
  );
  expect(found.trim()).toBe('All checks passed!');
});
