import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findScript } from '../../../../src/serving/container/python/find-script.ts';
import { modelDirectory } from '../../../support/script-directory.ts';

const environment = (SAGEMAKER_PROGRAM?: string, SAGEMAKER_SUBMIT_DIRECTORY?: string) => ({
  ...(SAGEMAKER_PROGRAM === undefined ? {} : { SAGEMAKER_PROGRAM }),
  ...(SAGEMAKER_SUBMIT_DIRECTORY === undefined ? {} : { SAGEMAKER_SUBMIT_DIRECTORY }),
});

describe('findScript()', () => {
  const both = modelDirectory({ 'code/inference.py': '', 'code/serve.py': '', 'code/deep/entry.py': '', 'top.py': '' });
  const code = join(both, 'code');

  it.each([
    [undefined, undefined, code, 'inference.py'],
    ['serve.py', undefined, code, 'serve.py'],
    ['deep/entry.py', '/opt/ml/model/code', code, 'deep/entry.py'],
    ['serve.py', 'file:///opt/ml/model/code', code, 'serve.py'],
    ['serve.py', '/opt/ml/code', code, 'serve.py'],
    ['top.py', '/opt/ml/model', both, 'top.py'],
    ['serve.py', code, code, 'serve.py'],
    ['serve.py', 's3://bucket/sourcedir.tar.gz', code, 'serve.py'],
  ])('program %s in %s', async (program, directory, codeDirectory, found) => {
    expect(await findScript({ modelDirectory: both, environment: environment(program, directory) })).toEqual({
      codeDirectory,
      program: found,
    });
  });

  it('takes the only Python file there is', async () => {
    const directory = modelDirectory({ 'code/predictor.py': '', 'code/requirements.txt': '' });
    expect((await findScript({ modelDirectory: directory, environment: {} })).program).toBe('predictor.py');
  });

  it('looks into the unpacked source archive first', async () => {
    const source = modelDirectory({ 'serve.py': '' });
    const question = {
      modelDirectory: both,
      sourceDirectory: source,
      environment: environment('serve.py', 's3://b/s.tar.gz'),
    };
    expect((await findScript(question)).codeDirectory).toBe(source);
  });

  it('says what it looked for and what there is', async () => {
    const directory = modelDirectory({ 'code/a.py': '', 'code/b.py': '' });
    await expect(findScript({ modelDirectory: directory, environment: {} })).rejects.toThrow(
      /^No SAGEMAKER_PROGRAM is set, and there is no inference\.py in code\/ of the model archive \(found there: a\.py, b\.py\)\./,
    );
    await expect(findScript({ modelDirectory: directory, environment: environment('c.py') })).rejects.toThrow(
      /^There is no c\.py/,
    );
    await expect(findScript({ modelDirectory: modelDirectory({}), environment: {} })).rejects.toThrow('no Python file');
  });

  it.each(['../serve.py', '/etc/passwd', '..'])('stays inside the code directory: %s', async (program) => {
    await expect(findScript({ modelDirectory: both, environment: environment(program) })).rejects.toThrow(
      'outside of the code directory',
    );
  });

  it.each(['/', '/etc', '..', '/opt/ml/model/../..', 'file:///usr/lib/python3', 'link', 'missing'])(
    'looks for code below the model only, not in %s',
    async (directory) => {
      const folder = modelDirectory({ 'code/inference.py': '' });
      symlinkSync('/usr/lib', join(folder, 'link'));
      const question = { modelDirectory: folder, environment: environment('inference.py', directory) };
      await expect(findScript(question)).rejects.toThrow(
        /^SAGEMAKER_SUBMIT_DIRECTORY \S+ must be a folder of the model archive/,
      );
    },
  );
});
