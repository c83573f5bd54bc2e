import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PythonRange } from '../../../../src/serving/container/python/framework.ts';
import { findPython } from '../../../../src/serving/container/python/python-interpreter.ts';
import { modelDirectory } from '../../../support/script-directory.ts';

const path = process.env.PATH ?? '';

const find = (configured: string, range: PythonRange) => findPython(configured, range, 'scikit-learn 0.20');

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
    expect(await find('python3', { oldest: 11, newest: 20 })).toEqual({ path: 'python3', version: '3.14.0' });
  });

  it('is the newest other one that suits', async () => {
    expect(await find('python3', { oldest: 8, newest: 11 })).toEqual({ path: 'python3.11', version: '3.11.7' });
    expect(await find('python3', { oldest: 6, newest: 9 })).toEqual({ path: 'python3.9', version: '3.9.1' });
  });

  it('is named by what is needed, and what there is, where none suits', async () => {
    await expect(find('python3', { oldest: 4, newest: 7 })).rejects.toThrow(
      new Error(
        'scikit-learn 0.20 was published for Python 3.7, and this machine has 3.14.0, 3.11.7, 3.9.1: put python3.7 on PATH, or name an interpreter with CATENARY_PYTHON.',
      ),
    );
  });

  it('is another one where there is no python3', async () => {
    install({ 'python3.11': '3.11.7' });
    process.env.PATH = (process.env.PATH ?? '').split(delimiter)[0];
    expect(await find('python3', { oldest: 8, newest: 11 })).toEqual({ path: 'python3.11', version: '3.11.7' });
  });

  it('is the configured one, whatever it is', async () => {
    expect(await find('own', { oldest: 11, newest: 20 })).toEqual({ path: 'own', version: '3.8.2' });
  });

  it('says what is wrong with one that does not run, or is too old', async () => {
    const pythons = { oldest: 11, newest: 20 };
    await expect(find('/no/python', pythons)).rejects.toThrow(
      'The Python interpreter /no/python does not run: there is no such program; install Python 3.7 or newer',
    );
    await expect(find('python2', pythons)).rejects.toThrow(
      'python2 is Python 2.7.18; containers with scripts need 3.7',
    );
  });
});
