import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRequirements } from '../../../../src/serving/container/python/requirements.ts';
import { modelDirectory } from '../../../support/script-directory.ts';

const digestOf = async (files: Record<string, string>) => (await readRequirements(modelDirectory(files))).digest;

describe('readRequirements()', () => {
  it('finds none', async () => {
    expect((await readRequirements(modelDirectory({ 'a.py': '' }))).file).toBeUndefined();
  });

  it.each(['', '\n'.repeat(40_000), '# nothing yet\n\n  \n'])(
    'takes a file that asks for nothing for none',
    async (text) => {
      const none = await readRequirements(modelDirectory({ 'a.py': '' }));
      expect(await readRequirements(modelDirectory({ 'a.py': '', 'requirements.txt': text }))).toEqual(none);
    },
  );

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
    const files = { 'requirements.txt': line, 'lib/x-1-py3-none-any.whl': '' };
    const one = await digestOf({ ...files, 'lib/setup.py': '1' });
    expect(await digestOf({ ...files, 'lib/setup.py': '2' })).not.toBe(one);
    expect(await digestOf({ ...files, 'lib/setup.py': '1' })).toBe(one);
  });

  it('comes to an end with files that include each other', async () => {
    expect(await digestOf({ 'requirements.txt': '-r more.txt', 'more.txt': '-r requirements.txt' })).toHaveLength(64);
  });

  it.each([
    ['-r /dev/zero', 1],
    ['# first\n--requirement=/proc/self/environ', 2],
    ['-r/etc/passwd', 1],
    ["-r '/etc/passwd'", 1],
    ['-r \\\n/etc/passwd', 2],
    ['numpy\u2028-r /etc/passwd', 2],
    ['-c ../constraints.txt', 1],
    ['-r ${HOME}/x.txt', 1],
    ['-r https://example.com/requirements.txt', 1],
    ['-e /usr/lib/python3', 1],
    ['-e file:///usr/lib/python3', 1],
    ['-e git+file:///srv/x', 1],
    ['--find-links /opt/wheels', 1],
    ['-f file:///opt/wheels', 1],
    ['--index-url file:///opt/index', 1],
    ['--index-url /opt/index', 1],
    ['../lib', 1],
    ['/opt/lib', 1],
    ['lib/../../other', 1],
    ['x.tar.gz', 1],
    ['/opt/x-1-py3-none-any.whl[all] ; python_version > "3"', 1],
    ['x @ file:///opt/x.whl', 1],
    ['file:///opt/x.whl', 1],
    ['link/x', 1],
    ['-r link.txt', 1],
    ['-r pipe', 1],
    ['-r folder', 1],
    ['--req /dev/zero', 1],
    ['--cache-dir /root', 1],
    ['-r', 1],
    // What pip takes these for is elsewhere, though the code folder has something of that name.
    ['-r file:/dev/zero', 1],
    ['-c https:/example.com/x', 1],
    ['-r ${HOME}/../dev/zero', 1],
    ['-f ${HOME}/../dev', 1],
    ['${HOME}/../dev', 1],
    ['${HOME}', 1],
    ['x @ ${HOME}', 1],
    ['c:/../../lib', 1],
    ['-e c:/../../lib', 1],
    ['-f c:/../../lib', 1],
    ['../other@https://example.com', 1],
  ])('refuses %j, which is no plain file of the code folder', async (text, line) => {
    const folder = modelDirectory({
      'requirements.txt': text,
      'folder/a': '',
      'file:/dev/zero': '',
      'https:/example.com/x': '',
      'dev/zero': '',
      '${HOME}/a': '',
      'c:/a': '',
    });
    symlinkSync('/etc', join(folder, 'link'));
    symlinkSync('/etc/passwd', join(folder, 'link.txt'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await expect(readRequirements(folder)).rejects.toThrow(
      new RegExp(`^(?:requirements\\.txt line ${line}: |pipe cannot)`),
    );
  });

  it.each([
    'numpy==1.26.*  # with -r /dev/zero',
    'x[all]>=1 ; python_version < "3.9" or sys_platform == \'linux\'',
    'torch --hash=sha256:00 --hash=sha256:11',
    '--extra-index-url https://download.pytorch.org/whl/cpu',
    '-i https://user:secret@pypi.example.com/simple\n--trusted-host pypi.example.com',
    'x @ https://example.com/x-1-py3-none-any.whl',
    'git+https://github.com/example/x@main#egg=x',
    '--no-binary :all:\n--pre\n--require-hashes\n--no-index',
    '--find-links ./wheels',
    './wheels ; python_version > "3.8"',
    '-e ./wheels[all]',
    '\ufeffnumpy',
    '--index-url https://${TOKEN}@pypi.example.com/simple',
    'x[all]@git+ssh://git@example.com/x.git',
  ])('takes %j', async (text) => {
    expect(await digestOf({ 'requirements.txt': text, 'wheels/a': '' })).toHaveLength(64);
  });

  it('reads a file of no more than 1 MiB, that is plain and UTF-8', async () => {
    await expect(digestOf({ 'requirements.txt': '\n'.repeat(1024 ** 2 + 1) })).rejects.toThrow(
      'requirements.txt cannot be read: it has 1048577 bytes, more than 1048576',
    );
    const folder = modelDirectory({});
    execFileSync('mkfifo', [join(folder, 'requirements.txt')]);
    await expect(readRequirements(folder)).rejects.toThrow('requirements.txt cannot be read: it is not a plain file');
    const other = modelDirectory({});
    // UTF-16, which pip reads, and in which options are not found as bytes.
    writeFileSync(join(other, 'requirements.txt'), Buffer.from('\ufeff-r /dev/zero', 'utf16le'));
    await expect(readRequirements(other)).rejects.toThrow('it is not UTF-8');
  });

  it('follows no more than 32 files, and none more than 8 deep', async () => {
    const chain = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`r${at}.txt`, `-r r${at + 1}.txt`]));
    await expect(digestOf({ ...chain, 'requirements.txt': '-r r0.txt', 'r12.txt': '' })).rejects.toThrow('8 deep');
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`r${at}.txt`, '']));
    const all = Object.keys(many).map((name) => `-r ${name}`);
    await expect(digestOf({ ...many, 'requirements.txt': all.join('\n') })).rejects.toThrow('line 32: more than 32');
  });
});
