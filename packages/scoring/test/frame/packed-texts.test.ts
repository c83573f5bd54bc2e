import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MANY_TEXTS, PackedTexts, packTexts as pack, textPositions } from '../../src/frame/packed-texts.ts';

describe('packTexts()', () => {
  // 'a': 61; 'é': c3 a9; '€': e2 82 ac; '😀': f0 9f 98 80; so the texts begin at the bytes 0, 1, 3, 6 and 10.
  it('parts texts where their bytes end, of one to four a character', () => {
    const texts = ['a', 'é', '€', '😀', 'aé€😀', ''];
    expect(pack(texts).toArray()).toEqual(texts);
  });
});

describe('textPositions()', () => {
  const words = Array.from({ length: MANY_TEXTS }, (_none, at) => `word ${at % 40_000} é`);

  it('packs very many texts, and gives the last position of those that come twice', () => {
    const positions = textPositions(words);
    expect(positions).toBeInstanceOf(PackedTexts);
    expect(['word 0 é', 'word 9999 é', 'word 10000 é', 'word'].map((word) => positions.get(word))).toEqual([
      40_000,
      49_999,
      10_000,
      undefined,
    ]);
    expect(positions.size).toBe(40_000);
  });

  it('leaves few as they are, and those with half a character, which has no bytes', () => {
    expect(textPositions(words.slice(1))).toBeInstanceOf(Map);
    expect(textPositions([...words, '\ud83d']).get('\ufffd')).toBeUndefined();
  });
});

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
        const [packed, map] = [pack(texts), new Map(texts.map((one, at) => [one, at]))];
        expect(packed.size).toBe(map.size);
        expect([...texts, ...asked].map((one) => packed.get(one))).toEqual(
          [...texts, ...asked].map((one) => map.get(one)),
        );
      }),
      { numRuns: 100 },
    );
  });
});
