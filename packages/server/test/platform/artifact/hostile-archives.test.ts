import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArtifactError } from '../../../src/platform/artifact/artifact-error.ts';
import { extractArchive } from '../../../src/platform/artifact/extract-archive.ts';
import { readArchive } from '../../../src/platform/artifact/read-archive.ts';
import { hostileArchives } from './hostile-archives.ts';
import { makeTar } from './make-tar.ts';
import { makeZip } from './make-zip.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-hostile-'));
const outside = join(folder, 'outside');
const archives = hostileArchives(outside);

beforeAll(() => {
  mkdirSync(join(outside, 'deep/er'), { recursive: true });
  writeFileSync(join(outside, 'keep'), 'keep');
  writeFileSync(join(outside, 'deep/er/keep'), 'keep');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Every inode below a folder: path, number, kind and mode, links, size, and when it was changed. */
const inodes = (directory: string) =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => {
      const { ino, mode, nlink, size, ctimeMs } = lstatSync(join(directory, path));
      return { path, ino, mode, nlink, size, ctimeMs };
    });

describe('hostile archives', () => {
  it('are many, and no two the same', () => {
    expect(archives.length).toBeGreaterThan(180);
    expect(new Set(archives.map(({ bytes }) => bytes.toString('latin1'))).size).toBe(archives.length);
  });

  it.each(archives)('are refused whole, in memory, as a stream and on disk: $name', async ({ bytes }) => {
    const before = inodes(folder);
    const archive = join(folder, 'archive');
    await expect(readArchive(bytes)).rejects.toBeInstanceOf(ArtifactError);
    writeFileSync(archive, bytes);
    await expect(readArchive(archive)).rejects.toBeInstanceOf(ArtifactError);
    await expect(extractArchive(archive, join(folder, 'out'))).rejects.toBeInstanceOf(ArtifactError);
    await expect(extractArchive(bytes, join(folder, 'out'))).rejects.toBeInstanceOf(ArtifactError);
    rmSync(archive);
    expect(inodes(folder)).toEqual(before);
  });

  it('of which parts were good leave none of them, extracted side by side', async () => {
    const before = inodes(outside);
    const some = archives.filter((_, at) => at % 8 === 0);
    const outcomes = await Promise.allSettled(
      some.map(({ bytes }, at) => extractArchive(bytes, join(folder, `out-${at}`))),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(some.map(() => 'rejected'));
    expect(readdirSync(folder)).toEqual(['outside']);
    expect(inodes(outside)).toEqual(before);
  });
});

describe('modes', () => {
  const modes = [0o644, 0o600, 0o444, 0o000, 0o755, 0o700, 0o100, 0o655, 0o666, 0o777, 0o4755, 0o2644, 0o7777, 0o1777];
  // The owner may execute it, or not; what else the archive says does not count.
  const expected = modes.map((mode) => ((mode & 0o100) === 0 ? 0o644 : 0o755));
  const files = modes.map((mode, at) => ({ name: `f${String(at).padStart(2, '0')}`, content: 'x'.repeat(at), mode }));

  it.each([
    ['tar', makeTar(files)],
    ['tar.gz', gzipSync(makeTar(files))],
    ['zip', makeZip(files.map((file) => ({ ...file, mode: 0o100000 | file.mode })))],
  ])('of %s become 0644 or 0755, by the bit for the owner', async (form, bytes) => {
    const target = join(folder, `modes-${form}`);
    await extractArchive(bytes, target);
    expect(readdirSync(target).map((name) => statSync(join(target, name)).mode & 0o7777)).toEqual(expected);
    expect(readdirSync(target).map((name) => readFileSync(join(target, name)).length)).toEqual(
      files.map((_, at) => at),
    );
    rmSync(target, { recursive: true });
  });
});
