import {
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EnvironmentDefinition } from '../../../../src/serving/container/python/environment-definition.ts';
import { openPythonEnvironment } from '../../../../src/serving/container/python/python-environment.ts';
import { findPython } from '../../../../src/serving/container/python/python-interpreter.ts';
import { modelDirectory } from '../../../support/script-directory.ts';

const python = await findPython('python3', { oldest: 11, newest: 20 }, 'pip');

function define(more: Partial<EnvironmentDefinition> = {}): EnvironmentDefinition & { logged: string[] } {
  const logged: string[] = [];
  return {
    python,
    // Every virtual environment has pip already: nothing has to be fetched.
    packages: ['pip'],
    requirements: { digest: '' },
    codeDirectory: modelDirectory({}),
    directory: modelDirectory({}),
    onLog: (line) => logged.push(line),
    signal: new AbortController().signal,
    logged,
    ...more,
  };
}

describe('openPythonEnvironment()', () => {
  it('is made once, though two ask for it at the same time', async () => {
    const doing: string[] = [];
    const definition = define({ onProgress: (step) => doing.push(step) });
    const [one, two] = await Promise.all([openPythonEnvironment(definition), openPythonEnvironment(definition)]);
    expect(one).toBe(two);
    expect(existsSync(one)).toBe(true);
    expect(definition.logged.filter((line) => line.startsWith('making'))).toHaveLength(1);
    // The environment, and the link to it that the next one finds.
    expect(readdirSync(definition.directory)).toHaveLength(2);
    expect(await openPythonEnvironment(definition)).toBe(one);
    expect(doing[0]).toMatch(/^making a Python 3\.\d+\.\d+ environment with pip; later starts find it ready$/);
    // What pip says of its progress is not logged.
    expect(definition.logged).toHaveLength(2);
  });

  it('of a start that was killed is not used, and goes with the next', async () => {
    const definition = define();
    const made = await openPythonEnvironment(definition);
    const directory = dirname(dirname(made));
    const [key = ''] = basename(directory).split('.');
    // What a kill during pip leaves: no link to it, and no mark that it is complete.
    unlinkSync(join(definition.directory, key));
    rmSync(join(directory, 'catenary-complete'));
    const again = await openPythonEnvironment(definition);
    expect(again).not.toBe(made);
    expect(readdirSync(definition.directory).toSorted()).toEqual([key, basename(dirname(dirname(again)))]);
  });

  it('of a start that was overtaken, as it had been taken for dead, gives way', async () => {
    const definition = define();
    let overtaken = '';
    const slow = openPythonEnvironment({
      ...definition,
      onLog: () => {
        // Another server removes the lock that nobody seems to hold, and what was begun.
        if (overtaken !== '') return;
        for (const name of readdirSync(definition.directory)) if (name.endsWith('.lock')) overtaken = name;
        rmSync(join(definition.directory, overtaken));
      },
    });
    const [one, two] = await Promise.all([slow, openPythonEnvironment(define({ directory: definition.directory }))]);
    expect(overtaken).toMatch(/\.lock$/);
    expect(one).toBe(two);
    expect(existsSync(one)).toBe(true);
  });

  it('is the one of a start that was taken for dead and was quicker', async () => {
    const definition = define();
    let quicker = '';
    const path = await openPythonEnvironment({
      ...definition,
      onLog: () => {
        if (quicker !== '') return;
        const [lock = ''] = readdirSync(definition.directory).filter((name) => name.endsWith('.lock'));
        const key = lock.replace(/\.lock$/, '');
        quicker = join(definition.directory, `${key}.quicker`);
        mkdirSync(quicker);
        writeFileSync(join(quicker, 'catenary-complete'), '');
        symlinkSync(`${key}.quicker`, join(definition.directory, key));
      },
    });
    expect(path).toBe(join(realpathSync(quicker), 'bin/python'));
    // What it had made itself is gone.
    expect(readdirSync(definition.directory).filter((name) => name !== '.cache')).toHaveLength(2);
  });

  it('of a start that failed because it was overtaken is made after all', async () => {
    const definition = define();
    const once = join(definition.codeDirectory, 'failed-once');
    const path = join(definition.codeDirectory, 'python');
    // An interpreter whose environment is taken away from it the first time.
    writeFileSync(path, `#!/bin/sh\nmkdir '${once}' 2>/dev/null && exit 1\nexec '${python.path}' "$@"\n`, {
      mode: 0o755,
    });
    const made = await openPythonEnvironment({
      ...definition,
      python: { ...python, path },
      onLog: (line) => {
        if (definition.logged.push(line) > 1) return;
        for (const name of readdirSync(definition.directory))
          if (name.endsWith('.lock')) rmSync(join(definition.directory, name));
      },
    });
    expect(existsSync(made)).toBe(true);
    expect(definition.logged.filter((line) => line.startsWith('making'))).toHaveLength(2);
  });

  it('says what pip said when it fails, and leaves no lock behind', async () => {
    const definition = define({ packages: ['./no-such-directory'] });
    await expect(openPythonEnvironment(definition)).rejects.toThrow(
      /pip cannot install \.\/no-such-directory for Python 3\.\d+\.\d+: .*no-such-directory.*exit code 1/,
    );
    expect(readdirSync(definition.directory).filter((name) => name !== '.cache')).toEqual([]);
  });

  it('names requirements.txt when that is at fault', async () => {
    const codeDirectory = modelDirectory({ 'requirements.txt': 'not a requirement\n' });
    const requirements = { file: join(codeDirectory, 'requirements.txt'), digest: '1' };
    await expect(openPythonEnvironment(define({ codeDirectory, requirements }))).rejects.toThrow(
      'pip cannot install requirements.txt',
    );
  });

  it('runs no modules of the code folder, whatever their names', async () => {
    const hostile = ['venv', 'pip', 'ensurepip', 'json'].map((name) => [`${name}.py`, 'raise SystemExit("ran code")']);
    const codeDirectory = modelDirectory({ 'requirements.txt': '# none', ...Object.fromEntries(hostile) });
    const requirements = { file: join(codeDirectory, 'requirements.txt'), digest: '1' };
    const definition = define({ codeDirectory, requirements });
    expect(existsSync(await openPythonEnvironment(definition))).toBe(true);
    expect(definition.logged.join('\n')).not.toContain('ran code');
  });

  it('stops when the start is given up', async () => {
    const signal = AbortSignal.timeout(300);
    await expect(openPythonEnvironment(define({ signal }))).rejects.toThrow('the start was given up');
  });
});
