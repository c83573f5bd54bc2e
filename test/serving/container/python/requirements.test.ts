import { describe, expect, it } from 'vitest';
import { readRequirements } from '../../../../src/serving/container/python/requirements.ts';
import { modelDirectory } from '../../../support/script-directory.ts';

const digestOf = async (files: Record<string, string>) => (await readRequirements(modelDirectory(files))).digest;

describe('readRequirements()', () => {
  it('finds none', async () => {
    expect((await readRequirements(modelDirectory({ 'a.py': '' }))).file).toBeUndefined();
  });

  it('is the same for the same text, whatever else there is', async () => {
    const one = await digestOf({ 'requirements.txt': 'nltk==3.9\n', 'inference.py': '1' });
    expect(await digestOf({ 'requirements.txt': 'nltk==3.9\n', 'inference.py': '2' })).toBe(one);
    expect(await digestOf({ 'requirements.txt': 'nltk==3.8\n', 'inference.py': '1' })).not.toBe(one);
  });

  it.each(['-r more.txt', '--requirement=more.txt', '-c more.txt'])('follows %s', async (line) => {
    const one = await digestOf({ 'requirements.txt': line, 'more.txt': 'a==1' });
    expect(await digestOf({ 'requirements.txt': line, 'more.txt': 'a==2' })).not.toBe(one);
  });

  it.each(['-e .', './lib', 'lib/x-1-py3-none-any.whl', '.'])('depends on the files that %s installs', async (line) => {
    const one = await digestOf({ 'requirements.txt': line, 'lib/setup.py': '1' });
    expect(await digestOf({ 'requirements.txt': line, 'lib/setup.py': '2' })).not.toBe(one);
    expect(await digestOf({ 'requirements.txt': line, 'lib/setup.py': '1' })).toBe(one);
  });

  it('comes to an end with files that include each other', async () => {
    expect(await digestOf({ 'requirements.txt': '-r more.txt', 'more.txt': '-r requirements.txt' })).toHaveLength(64);
  });
});
