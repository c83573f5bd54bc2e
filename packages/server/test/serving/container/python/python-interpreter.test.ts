import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPython } from '../../../../src/serving/container/python/python-interpreter.ts';
import { modelDirectory } from '../../../support/script-directory.ts';

const path = process.env.PATH ?? '';

/** Puts programs onto PATH that say they are these Pythons. */
function install(versions: Readonly<Record<string, string>>): void {
  const programs = Object.entries(versions).map(([name, version]) => [name, `#!/bin/sh\necho ${version}\n`]);
  const directory = modelDirectory(Object.fromEntries(programs) as Record<string, string>);
  for (const name of Object.keys(versions)) chmodSync(join(directory, name), 0o755);
  process.env.PATH = [directory, '/usr/bin', '/bin'].join(delimiter);
}

describe('findPython()', () => {
  beforeEach(() =>
    install({ python3: '3.14.0', 'python3.11': '3.11.7', 'python3.9': '3.9.1', python2: '2.7.18', own: '3.8.2' }),
  );
  afterEach(() => {
    process.env.PATH = path;
  });

  it('is python3 where that suits', async () => {
    expect(await findPython('python3', { oldest: 11, newest: 20 })).toEqual({ path: 'python3', version: '3.14.0' });
  });

  it('is the newest other one that suits', async () => {
    expect(await findPython('python3', { oldest: 8, newest: 11 })).toEqual({ path: 'python3.11', version: '3.11.7' });
    expect(await findPython('python3', { oldest: 6, newest: 9 })).toEqual({ path: 'python3.9', version: '3.9.1' });
  });

  it('is python3 where none suits: pip says the rest', async () => {
    expect((await findPython('python3', { oldest: 4, newest: 7 })).path).toBe('python3');
  });

  it('is the configured one, whatever it is', async () => {
    expect(await findPython('own', { oldest: 11, newest: 20 })).toEqual({ path: 'own', version: '3.8.2' });
  });

  it('says what is wrong with one that does not run, or is too old', async () => {
    const pythons = { oldest: 11, newest: 20 };
    await expect(findPython('/no/python', pythons)).rejects.toThrow('The Python interpreter /no/python does not run');
    await expect(findPython('python2', pythons)).rejects.toThrow(
      'python2 is Python 2.7.18; containers with scripts need 3.7',
    );
  });
});
