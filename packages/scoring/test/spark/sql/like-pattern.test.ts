import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LikeItem, likePattern } from '../../../src/spark/sql/like-pattern.ts';

const itemsOf = (pattern: string): LikeItem[] =>
  Array.from(pattern, (character) => (character === '%' ? 'any' : character === '_' ? 'one' : { character }));
const fits = (pattern: string, text: string) => likePattern(itemsOf(pattern))(text);

describe('likePattern', () => {
  it.each([
    ['a', 'a', true],
    ['a', 'ab', false],
    ['%', '', true],
    ['_', '', false],
    ['_', '😀', true],
    ['__', '😀', false],
    ['%_', '😀', true],
    ['a%a', 'a', false],
    ['%a_b%', 'xaabyazb', true],
    ['%ab_', 'abab😀', true],
    ['a%_%b', 'ab', false],
    ['%a%b%', 'a'.repeat(100_000), false],
  ])('%j against %j: %j', (pattern, text, expected) => {
    expect(fits(pattern, text)).toBe(expected);
  });

  it('is what the regular expression of Spark is', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '%', '_', '😀'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀'), maxLength: 12 });
    fc.assert(
      fc.property(pattern, text, (like, given) => {
        const source = like.replaceAll('%', '.*').replaceAll('_', '.');
        expect(fits(like, given)).toBe(new RegExp(`^${source}$`, 'su').test(given));
      }),
      { numRuns: 3000 },
    );
  });
});
