import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decompress } from '../../../src/formats/compression/decompress.ts';
import { ScoringError } from '../../../src/scoring-error.ts';

const folder = resolve(import.meta.dirname, '../../../../../test/golden/compressions');
const read = (file: string) => readFileSync(resolve(folder, file));

/** The upper bytes of Lehmer's generator (minstd), as in the script. */
function noise(size: number): Buffer {
  let state = 1;
  return Buffer.from(Array.from({ length: size }, () => ((state = (state * 48271) % 2147483647) >> 16) & 255));
}

const numbers = (count: number) => Array.from({ length: count }, (_none, at) => at);
const contents: Readonly<Record<string, Buffer>> = {
  empty: Buffer.alloc(0),
  noise: noise(12_000),
  runs: Buffer.concat(numbers(601).map((at) => Buffer.alloc(at, (at * 7) % 256))),
  text: Buffer.from(
    numbers(24_000)
      .map((at) => `line ${at} of a text that repeats itself, as models do: ${(at * at) % 1000}\n`)
      .join(''),
  ),
};

const refused = /sha256|delta/;
const files = readdirSync(folder).filter((file) => /\.(bz2|xz|lzma)$/.test(file));

/** Whether the content comes out; a refusal is a `ScoringError`, and nothing else may be thrown. */
function attempt(file: Uint8Array, content: Buffer): boolean {
  try {
    return Buffer.from(decompress(file, 1_000_000)).equals(content);
  } catch (error) {
    expect(error).toBeInstanceOf(ScoringError);
    return false;
  }
}

describe('decompress()', () => {
  it.each(files.filter((file) => !refused.test(file)))('gives back what Python wrote: %s', (file) => {
    const content = contents[file.split('-')[0] ?? ''] as Buffer;
    expect(Buffer.from(decompress(read(file), 10_000_000)).equals(content)).toBe(true);
  });

  it.each(files.filter((file) => refused.test(file)))('refuses what it does not know by name: %s', (file) => {
    expect(() => decompress(read(file), 10_000_000)).toThrow(/a filter of its xz stream|check 10 of its xz stream/);
  });

  it.each(['runs-level9.bz2', 'runs-preset6.xz', 'runs-preset6.lzma'])('stops at the limit: %s', (file) => {
    expect(() => decompress(read(file), 180_299)).toThrow('expands beyond 180299 bytes');
    expect(decompress(read(file), 180_300).length).toBe(180_300); // 1 + 2 + ... + 600
  });

  it.each(['runs-level9.bz2', 'runs-preset6.xz', 'runs-preset6.lzma'])('refuses every seventh cut: %s', (name) => {
    const file = read(name);
    // The end of an xz file is an index of what was read.
    const end = name.endsWith('.xz') ? file.length - 40 : file.length;
    for (let at = 7; at < end; at += 7) expect(attempt(file.subarray(0, at), contents['runs'] as Buffer)).toBe(false);
  });

  it.each(['runs-level9.bz2', 'runs-preset6.xz'])('gives no other content for a changed byte: %s', (name) => {
    const file = read(name);
    let refusals = 0;
    for (let at = 11; at < file.length; at += 11) {
      const changed = Uint8Array.from(file, (byte, place) => (place === at ? byte ^ (1 << (at % 8)) : byte));
      let content: Uint8Array | undefined;
      try {
        content = decompress(changed, 1_000_000);
      } catch (error) {
        expect(error).toBeInstanceOf(ScoringError);
        refusals++;
      }
      // Codes that no symbol uses, and xz's index, may be anything.
      if (content !== undefined) expect(Buffer.from(content).equals(contents['runs'] as Buffer)).toBe(true);
    }
    expect(refusals).toBeGreaterThan(50);
  });

  it('ends in answers or refusals for a format without a checksum: runs-preset6.lzma', () => {
    const file = read('runs-preset6.lzma');
    let different = 0;
    for (let at = 13; at < file.length; at += 11) {
      const changed = Uint8Array.from(file, (byte, place) => (place === at ? byte ^ (1 << (at % 8)) : byte));
      if (!attempt(changed, contents['runs'] as Buffer)) different++;
    }
    expect(different).toBeGreaterThan(0);
  });
});
