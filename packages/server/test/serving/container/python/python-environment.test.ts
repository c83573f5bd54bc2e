import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
    const definition = define();
    const [one, two] = await Promise.all([openPythonEnvironment(definition), openPythonEnvironment(definition)]);
    expect(one).toBe(two);
    expect(existsSync(one)).toBe(true);
    expect(definition.logged.filter((line) => line.startsWith('making'))).toHaveLength(1);
    expect(readdirSync(definition.directory)).toHaveLength(1);
    expect(await openPythonEnvironment(definition)).toBe(one);
  });

  it('is made anew if the last attempt was cut off', async () => {
    const definition = define();
    const interpreter = await openPythonEnvironment(definition);
    rmSync(join(dirname(dirname(interpreter)), 'catenary-complete'));
    await openPythonEnvironment(definition);
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
