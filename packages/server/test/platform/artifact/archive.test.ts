import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { extractArchive } from '../../../src/platform/artifact/extract-archive.ts';
import { readArchive } from '../../../src/platform/artifact/read-archive.ts';
import { readDirectory } from '../../../src/platform/artifact/read-directory.ts';
import { makeTar, paxRecord, tarEntry } from './make-tar.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catenary-archive-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const texts = (files: Map<string, Uint8Array>) =>
  Object.fromEntries([...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]));

/** Every archive is refused in memory and on disk, in the same words, and leaves nothing behind. */
async function expectRefused(archive: Buffer, message: RegExp | string): Promise<void> {
  await expect(readArchive(archive)).rejects.toMatchObject({
    name: 'ArtifactError',
    message: expect.stringMatching(message),
  });
  await expect(extractArchive(archive, join(folder, 'out'))).rejects.toMatchObject({
    name: 'ArtifactError',
    message: expect.stringMatching(message),
  });
  expect(await readdir(folder)).toEqual([]);
}

describe('archives made by tar and Python', () => {
  const long = `${'n'.repeat(120)}/${'m'.repeat(130)}.json`;

  beforeEach(async () => {
    await mkdir(join(folder, 'in', 'n'.repeat(120)), { recursive: true });
    await mkdir(join(folder, 'in', 'empty'));
    await writeFile(join(folder, 'in/run.sh'), 'echo', { mode: 0o750 });
    await writeFile(join(folder, 'in/é x.csv'), '1,2', { mode: 0o600 });
    await writeFile(join(folder, 'in', long), '{}');
  });

  it.each(['gnu', 'pax', 'v7 has no long names'])('reads and extracts format %s', async (format) => {
    const isV7 = format.startsWith('v7');
    const members = isV7 ? ['./run.sh', './é x.csv', './empty'] : ['.'];
    execFileSync('tar', [
      `--format=${isV7 ? 'v7' : format}`,
      '-czf',
      join(folder, 'a.tgz'),
      '-C',
      join(folder, 'in'),
      ...members,
    ]);
    const expected: Record<string, string> = { 'run.sh': 'echo', 'é x.csv': '1,2' };
    if (!isV7) expected[long] = '{}';
    const open = () => createReadStream(join(folder, 'a.tgz'), { highWaterMark: 777 });
    expect(texts(await readArchive(open()))).toEqual(expected);
    await extractArchive(open(), join(folder, 'new/out'));
    expect(texts(await readDirectory(join(folder, 'new/out')))).toEqual(expected);
    expect((await stat(join(folder, 'new/out/run.sh'))).mode & 0o7777).toBe(0o755);
    expect((await stat(join(folder, 'new/out/é x.csv'))).mode & 0o7777).toBe(0o644);
    expect((await stat(join(folder, 'new/out/empty'))).isDirectory()).toBe(true);
  });

  it('reads zip', async () => {
    execFileSync('python3', ['-c', `import shutil; shutil.make_archive('${folder}/z', 'zip', '${folder}/in')`]);
    expect(texts(await readArchive(createReadStream(join(folder, 'z.zip'))))).toEqual({
      'run.sh': 'echo',
      'é x.csv': '1,2',
      [long]: '{}',
    });
  });

  it('checks the checksums of a zip', async () => {
    const make = `import zipfile; z = zipfile.ZipFile('${folder}/s.zip', 'w'); z.writestr('a', '1,2'); z.close()`;
    execFileSync('python3', ['-c', make]);
    const bytes = await readFile(join(folder, 's.zip'));
    expect(texts(await readArchive(bytes))).toEqual({ a: '1,2' });
    // Stored, not deflated: the content stands in the file as it is.
    bytes.write('1,3', bytes.indexOf('1,2'));
    await expect(readArchive(bytes)).rejects.toThrow('The zip archive is damaged: the checksum of "a" is wrong.');
  });

  it.each([
    ['a link', "i.external_attr = 0o120777 << 16; z.writestr(i, 'x')", /"n" is refused: it is a symbolic link/],
    ['a FIFO', "i.external_attr = 0o010644 << 16; z.writestr(i, 'x')", /neither a file nor a directory/],
    ['a way out', "z.writestr('../x', 'x')", /leads out/],
    ['an absolute name', "z.writestr('/x', 'x')", /absolute/],
    ['a bomb', "z.writestr('x', bytes(64 << 20), 8)", /decompression bomb/],
  ])('refuses a zip with %s', async (_, statement, message) => {
    const make = `import zipfile; z = zipfile.ZipFile('${folder}/h.zip', 'w'); i = zipfile.ZipInfo('n'); ${statement}; z.close()`;
    execFileSync('python3', ['-c', make]);
    const error = await readArchive(createReadStream(join(folder, 'h.zip'))).catch((error: Error) => error);
    expect(error).toMatchObject({ name: 'ArtifactError', message: expect.stringMatching(message) as string });
  });

  it('does not follow links of a directory', async () => {
    await symlink('/etc/passwd', join(folder, 'in/link'));
    await expect(readDirectory(join(folder, 'in'))).rejects.toThrow(/link is neither a file nor a directory/);
  });

  it('does not extract over what is there', async () => {
    await expect(extractArchive(makeTar([{ name: 'a' }]), folder)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readdir(folder)).toEqual(['in']);
  });
});

describe('hostile archives', () => {
  it.each([
    ['../x', /"\.\.\/x" is refused: its name leads out/],
    ['a/../../x', /leads out/],
    ['a/..', /leads out/],
    ['/etc/x', /absolute/],
    ['a\\b', /backslash/],
    ['C:x', /drive letter/],
    ['\xff\xfe', /not UTF-8/],
    ['d/'.repeat(40), /more than 32 levels/],
  ])('refuses the name %j', (name, message) => expectRefused(gzipSync(makeTar([{ name: 'ok' }, { name }])), message));

  it('refuses names too long or with a NUL, which only extended headers can say', async () => {
    const pax = (value: string) =>
      makeTar([{ name: 'h', type: 'x', content: paxRecord('path', value) }, { name: 'short' }]);
    await expectRefused(pax('n'.repeat(256)), /part of its name is longer than 255/);
    await expectRefused(pax(`${'n/'.repeat(600)}n`), /longer than 1024 bytes/);
    await expectRefused(pax('a\0b'), /NUL/);
    await expectRefused(pax('../x'), /leads out/);
  });

  it.each([
    ['1', 'a hard link'],
    ['2', 'a symbolic link'],
    ['3', 'a character device'],
    ['4', 'a block device'],
    ['6', 'a FIFO'],
    ['S', 'a sparse file'],
    ['?', 'of the unknown type'],
  ])('refuses type %s', (type, what) =>
    expectRefused(makeTar([{ name: 'good' }, { name: 'bad', type }]), `"bad" is refused: it is ${what}`),
  );

  it('refuses what changes its type', async () => {
    await expectRefused(makeTar([{ name: 'a' }, { name: 'a/b' }]), /"a\/b" is refused: "a" is a file/);
    await expectRefused(makeTar([{ name: 'a/b' }, { name: 'a' }]), /"a" is refused: "a" is a directory/);
    const files = await readArchive(
      makeTar([
        { name: 'a', content: '1' },
        { name: './a', content: '2' },
      ]),
    );
    expect(texts(files)).toEqual({ a: '2' });
  });

  it('refuses sizes that cannot be', async () => {
    const negative = Buffer.alloc(12, 0xff);
    await expectRefused(makeTar([{ name: 'bad', sizeField: negative }]), /its size cannot be/);
    const huge = Buffer.from([0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    await expectRefused(makeTar([{ name: 'bad', sizeField: huge }]), /size cannot be/);
    await expectRefused(
      makeTar([{ name: 'h', type: 'x', content: paxRecord('size', '-1') }, { name: 'a' }]),
      /size that cannot be/,
    );
    await expectRefused(
      makeTar([{ name: 'h', type: 'x', content: Buffer.alloc(70_000) }, { name: 'a' }]),
      /at most 65536/,
    );
    await expectRefused(makeTar([{ name: 'h', type: 'x', content: 'nonsense' }, { name: 'a' }]), /malformed/);
  });

  it('stops a decompression bomb early', async () => {
    const bomb = gzipSync(makeTar([{ name: 'zeros', content: Buffer.alloc(64 * 1024 * 1024) }]));
    expect(bomb.length).toBeLessThan(100_000);
    await expectRefused(bomb, /decompression bomb/);
  });

  it('holds its limits', async () => {
    const archive = makeTar([
      { name: 'a', content: '12345' },
      { name: 'b', content: '67890' },
    ]);
    await expect(readArchive(archive, { maxBytes: 9 })).rejects.toThrow(/more than 9 bytes; the entry "b"/);
    await expect(readArchive(archive, { maxEntries: 1 })).rejects.toThrow(/more than 1 entries/);
    expect((await readArchive(archive, { maxBytes: 10, maxEntries: 2 })).size).toBe(2);
  });
});

describe('damaged archives', () => {
  const tar = makeTar([
    { name: 'a', content: 'x'.repeat(3000) },
    { name: 'b', content: 'y' },
  ]);
  const packed = gzipSync(tar);

  it('refuses an archive cut anywhere', async () => {
    for (let length = 0; length < packed.length; length++)
      await expect(readArchive(packed.subarray(0, length)), `${length} bytes`).rejects.toMatchObject({
        name: 'ArtifactError',
      });
    // A tar is whole from its first zero block on.
    const whole = tar.length - 512;
    for (let length = 0; length < whole; length += 256)
      await expect(readArchive(tar.subarray(0, length)), `${length} bytes`).rejects.toMatchObject({
        name: 'ArtifactError',
      });
  });

  it.each([
    ['something after the gzip data', Buffer.concat([packed, Buffer.from('junk')]), /gzip/],
    ['a second tar after the first', Buffer.concat([packed, packed]), /after its end mark/],
    ['a wrong gzip checksum', Buffer.concat([packed.subarray(0, -8), Buffer.alloc(8)]), /not whole gzip/],
    ['a wrong header checksum', Buffer.concat([tarEntry({ name: 'a' }), Buffer.alloc(512, 1)]), /checksum of a header/],
    ['gzip of something else', gzipSync('hello, this is text'), /what is in it is no tar/],
    ['text', Buffer.from('hello'), /neither tar, tar.gz nor zip: it begins with hex 68656c6c6f/],
    ['nothing', Buffer.alloc(0), /it is empty/],
  ])('refuses %s', (_, archive, message) => expectRefused(archive, message));

  it('answers any bytes with files or an ArtifactError', async () => {
    const mutation = fc.tuple(fc.nat(tar.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 8 }), async (mutations) => {
        const bytes = Buffer.from(tar);
        for (const [at, value] of mutations) bytes[at] = value;
        const outcome = await readArchive(bytes).then(
          () => 'files',
          (error: Error) => error.name,
        );
        expect(['files', 'ArtifactError']).toContain(outcome);
      }),
      { numRuns: 300 },
    );
  });

  it("passes on its source's own error", async () => {
    await expect(readArchive(createReadStream(join(folder, 'nothing')))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
