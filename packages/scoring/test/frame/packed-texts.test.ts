import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PackedTexts, textPositions } from '../../src/frame/packed-texts.ts';

function pack(texts: readonly string[]): PackedTexts {
  const encoded = texts.map((text) => new TextEncoder().encode(text));
  const ends = Uint32Array.from(
    encoded,
    (() =>
      (
        (sum) => (text: Uint8Array) =>
          (sum += text.length)
      )(0))(),
  );
  return new PackedTexts({
    bytes: Uint8Array.from(encoded.flatMap((text) => [...text])),
    starts: ends.map((end, at) => end - (encoded[at] as Uint8Array).length),
    ends,
  });
}

describe('PackedTexts', () => {
  it('is a list: texts by position, undefined outside', () => {
    const texts = pack(['a', '', 'é😀']);
    expect([texts.length, texts.at(0), texts.at(1), texts.at(2)]).toEqual([3, 'a', '', 'é😀']);
    expect([texts.at(-1), texts.at(3)]).toEqual([undefined, undefined]);
    expect(texts.toArray()).toEqual(['a', '', 'é😀']);
  });

  it('gives a text that comes twice its last position, and counts it once', () => {
    const texts = pack(['a', 'b', 'a']);
    expect([texts.get('a'), texts.get('b'), texts.size]).toEqual([2, 1, 2]);
  });

  it('knows no null', () => expect(pack(['null', 'undefined']).get(null as unknown as string)).toBeUndefined());

  it('finds a text longer than any before', () => {
    const long = 'x'.repeat(5000);
    expect(pack([long, 'y']).get(long)).toBe(0);
    expect(pack(['y']).get(`${long}é`)).toBeUndefined();
  });

  it('answers as a map does, for any texts', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '😀', '\0'), maxLength: 4 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 200 }), fc.array(text, { maxLength: 50 }), (texts, asked) => {
        const [packed, map] = [pack(texts), textPositions(texts)];
        expect(packed.size).toBe(map.size);
        expect([...texts, ...asked].map((one) => packed.get(one))).toEqual(
          [...texts, ...asked].map((one) => map.get(one)),
        );
      }),
      { numRuns: 100 },
    );
  });
});
