import { constants, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decompress } from '../../../src/formats/compression/decompress.ts';
import { ScoringError } from '../../../src/scoring-error.ts';

const strategies = [constants.Z_DEFAULT_STRATEGY, constants.Z_HUFFMAN_ONLY, constants.Z_RLE, constants.Z_FIXED];
const options = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(...strategies),
  memLevel: fc.integer({ min: 1, max: 9 }),
});

/** Noise, repetitions and text in one. */
const content = fc
  .array(fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 40 })), { maxLength: 12 })
  .map((parts) => Buffer.concat(parts.flatMap(([bytes, times]) => Array.from({ length: times }, () => bytes))));

describe('decompress()', () => {
  it('gives back what zlib wrote, whatever its settings', () => {
    fc.assert(
      fc.property(content, options, fc.boolean(), (bytes, settings, isGzip) => {
        const file = isGzip ? gzipSync(bytes, settings) : deflateSync(bytes, settings);
        const magic = isGzip || file[0] === 0x78;
        if (magic) expect(Buffer.from(decompress(file, bytes.length)).equals(bytes)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses every cut and every changed byte, or finds the content unchanged', () => {
    const bytes = Buffer.from('the cat sat on the mat, the cat sat on the hat. '.repeat(9));
    const file = deflateSync(bytes);
    const attempt = (damaged: Uint8Array): void => {
      try {
        if (damaged[0] !== 0x78) return;
        expect(Buffer.from(decompress(damaged, 10_000)).equals(bytes)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(ScoringError);
      }
    };
    for (let at = 0; at < file.length; at++) {
      attempt(file.subarray(0, at));
      for (let bit = 0; bit < 8; bit++)
        attempt(Uint8Array.from(file, (byte, place) => (place === at ? byte ^ (1 << bit) : byte)));
    }
  });

  it('stops at the limit', () => {
    const file = deflateSync(Buffer.alloc(1_000_000));
    expect(() => decompress(file, 999_999)).toThrow('expands beyond 999999 bytes');
    expect(decompress(file, 1_000_000).length).toBe(1_000_000);
  });

  it('leaves other files as they are', () => {
    const pickle = Uint8Array.of(0x80, 4, 0x4e, 0x2e);
    expect(decompress(pickle, 10)).toBe(pickle);
  });
});
