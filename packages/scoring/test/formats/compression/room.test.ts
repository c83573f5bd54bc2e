import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { decompress } from '../../../src/formats/compression/decompress.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Bytes of all arrays of a kind that are made while `work` runs. */
function bytesMade(name: 'Uint32Array' | 'Uint16Array', work: () => void): number {
  let bytes = 0;
  const Plain = globalThis[name];
  vi.stubGlobal(
    name,
    new Proxy(Plain, {
      construct(target, words: [number], as) {
        const made = Reflect.construct(target, words, as) as Uint32Array;
        bytes += made.byteLength;
        return made;
      },
    }),
  );
  work();
  return bytes;
}

const bitsOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');

/** Python: bz2.compress(b"a", 9). */
const oneByte = bitsOf(
  Buffer.from('425a683931415926535919939b6b00000001002000200021184682ee48a70a120332736d60', 'hex'),
);

/** A stream of many blocks of that one byte: what stands between the stream's head and the mark of its end, again and again. */
function smallBlocks(count: number): Uint8Array {
  const end = 0x177245385090n.toString(2).padStart(48, '0');
  const block = oneByte.slice(32, oneByte.indexOf(end, 32));
  const checksum = Number.parseInt(block.slice(48, 80), 2);
  let combined = 0;
  for (let at = 0; at < count; at++) combined = ((combined << 1) | (combined >>> 31)) ^ checksum;
  const bits = `${oneByte.slice(0, 32)}${block.repeat(count)}${end}${(combined >>> 0).toString(2).padStart(32, '0')}0000000`;
  return Uint8Array.from({ length: Math.floor(bits.length / 8) }, (_, at) =>
    Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2),
  );
}

describe('the room that decompression takes', () => {
  it('is that of one block of bzip2, however many small ones there are', () => {
    const file = smallBlocks(300);
    let plain: Uint8Array | undefined;
    const bytes = bytesMade('Uint32Array', () => {
      plain = decompress(file, 1_000);
    });
    expect(Buffer.from(plain ?? []).toString()).toBe('a'.repeat(300));
    // Level 9: four bytes for each of 900,000; and 256 counts twice, a block.
    expect(bytes).toBeLessThanOrEqual(900_000 * 4 + 300 * 256 * 4 * 2);
  });

  it('is not set by a chunk of xz that asks for more than the format allows', () => {
    const folder = resolve(import.meta.dirname, '../../../../../test/golden/compressions');
    const file = Uint8Array.from(readFileSync(resolve(folder, 'text-preset6.xz')));
    const chunk = 12 + ((file[12] ?? 0) + 1) * 4;
    // A chunk that sets properties; they are behind its control byte and two sizes.
    expect(file[chunk]).toBeGreaterThanOrEqual(0xe0);
    file[chunk + 5] = 8 + 9 * 4;
    const bytes = bytesMade('Uint16Array', () => expect(() => decompress(file, 10_000_000)).toThrow('damaged'));
    expect(bytes).toBeLessThan(1000);
  });
});
