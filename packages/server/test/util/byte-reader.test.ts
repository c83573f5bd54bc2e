import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../src/util/byte-reader.ts';

const chunksOf = async function* (...texts: string[]) {
  for (const text of texts) yield new TextEncoder().encode(text);
};

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();

describe('ByteReader', () => {
  it('reads across chunks, and to the end', async () => {
    const reader = new ByteReader(chunksOf('abc', '', 'defg'));
    expect(textOf(await reader.read(5))).toBe('abcde');
    expect(textOf(await reader.readSome(9))).toBe('fg');
    expect(await reader.read(1)).toHaveLength(0);
  });

  it('reads again what was given back, out of the same memory', async () => {
    const reader = new ByteReader(chunksOf('abcdef'));
    const first = await reader.readSome(5);
    reader.unread(first.subarray(2));
    const second = await reader.readSome(6);
    expect(textOf(second)).toBe('cdef');
    // A copy of the rest for each short line makes a body of lines quadratic in its chunks.
    expect(second.buffer).toBe(first.buffer);
  });

  it('reads again what was joined from several chunks', async () => {
    const reader = new ByteReader(chunksOf('abc', 'def', 'ghi'));
    reader.unread(await reader.read(5));
    expect(textOf(await reader.read(9))).toBe('abcdefghi');
  });

  it('reads again what was given back at the end', async () => {
    const reader = new ByteReader(chunksOf('abc'));
    const all = await reader.read(9);
    expect(await reader.readSome(1)).toHaveLength(0);
    reader.unread(all);
    expect(textOf(await reader.read(9))).toBe('abc');
  });
});
