import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { isTar, readTarFiles } from '../../src/formats/tar-files.ts';
import { ScoringError } from '../../src/scoring-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-tar-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const long = `${'a'.repeat(90)}/${'b'.repeat(90)}/${'ł'.repeat(40)}.json`;
const contents: Readonly<Record<string, string>> = {
  'bundle.json': '{"name":"x"}',
  'root/empty': '',
  'root/block': 'x'.repeat(512),
  'root/more': 'y'.repeat(1025),
};

/** What GNU tar makes of files in a folder. */
function tarOf(files: Readonly<Record<string, string>>, ...words: readonly string[]): Uint8Array {
  const source = mkdtempSync(join(folder, 'files-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(source, path, '..'), { recursive: true });
    writeFileSync(join(source, path), text);
  }
  return execFileSync('tar', ['-C', source, ...words, '-cf', '-', '.'], { maxBuffer: 2 ** 26 });
}

const textsOf = (files: ReadonlyMap<string, Uint8Array>) =>
  Object.fromEntries([...files].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]));

describe('readTarFiles()', () => {
  it.each(['ustar', 'pax', 'gnu', 'v7'])('reads what GNU tar writes in the format %s', (format) => {
    const archive = tarOf(contents, `--format=${format}`);
    expect(isTar(archive)).toBe(true);
    expect(textsOf(readTarFiles(archive))).toEqual(contents);
  });

  it.each(['pax', 'gnu'])('reads names longer than a header has room for, in the format %s', (format) => {
    const files = { ...contents, [long]: 'long' };
    expect(textsOf(readTarFiles(tarOf(files, `--format=${format}`)))).toEqual(files);
  });

  it('reads a prefix of ustar', () => {
    const path = `${'a'.repeat(90)}/${'c'.repeat(60)}`;
    expect(textsOf(readTarFiles(tarOf({ [path]: '1' }, '--format=ustar')))).toEqual({ [path]: '1' });
  });

  it('takes the later of two files of one name, as tar has it', () => {
    const [one, other] = [tarOf({ a: '1' }), tarOf({ a: '22' })];
    const joined = new Uint8Array([...one.subarray(0, one.length - 1024).subarray(0, endOf(one)), ...other]);
    expect(textsOf(readTarFiles(joined))).toEqual({ a: '22' });
  });

  it('refuses links', () => {
    const source = mkdtempSync(join(folder, 'links-'));
    symlinkSync('/etc/passwd', join(source, 'link'));
    const archive = execFileSync('tar', ['-C', source, '-cf', '-', '.']);
    expect(() => readTarFiles(archive)).toThrow('"./link", which is neither a file nor a folder');
  });

  it.each([
    ['-P', '--transform=s,^\\./a$,../a,'],
    ['-P', '--transform=s,^\\./a$,/etc/a,'],
  ])('refuses paths that lead out of it (%s %s)', (...words) => {
    expect(() => readTarFiles(tarOf({ a: '1' }, ...words))).toThrow('which leads out of it');
  });

  it('refuses what is cut off or damaged', () => {
    const archive = tarOf({ a: 'x'.repeat(600) });
    for (const end of [600, 1100, 1500]) expect(() => readTarFiles(archive.subarray(0, end))).not.toThrow(TypeError);
    expect(() => readTarFiles(archive.subarray(0, endOf(archive) - 512))).toThrow('is cut off');
    const damaged = archive.slice();
    damaged[0] = 0x7a;
    expect(isTar(damaged)).toBe(false);
    expect(() => readTarFiles(damaged)).toThrow('The tar archive is damaged.');
  });

  it('survives whatever bytes are changed', () => {
    const archive = tarOf({ ...contents, [long]: 'long' }, '--format=pax');
    fc.assert(
      fc.property(fc.nat(archive.length - 1), fc.nat(255), (at, byte) => {
        const copy = archive.slice();
        copy[at] = byte;
        try {
          readTarFiles(copy);
        } catch (error) {
          expect(error).toBeInstanceOf(ScoringError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Where the files end and the zeros begin. */
function endOf(archive: Uint8Array): number {
  let end = archive.length;
  while (end > 0 && archive[end - 1] === 0) end--;
  return Math.ceil(end / 512) * 512;
}
