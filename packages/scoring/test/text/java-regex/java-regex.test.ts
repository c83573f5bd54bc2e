import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { JavaRegex } from '../../../src/text/java-regex/java-regex.ts';
import { StepBudget } from '../../../src/text/java-regex/step-budget.ts';

class CountingBudget extends StepBudget {
  taken = 0;

  override step(text: string): void {
    this.taken++;
    super.step(text);
  }
}

/** Expected values: Java 17's `String.split` and `Matcher.find`, by its documentation. */
describe('JavaRegex', () => {
  it.each([
    [',', 'a,b,,c,,', ['a', 'b', '', 'c']],
    [',', ',a', ['', 'a']],
    [',', '', ['']],
    ['x', 'abc', ['abc']],
    ['', 'abc', ['a', 'b', 'c']],
    ['\\s*', 'a b', ['a', '', 'b']],
    ['o', 'boo:and:foo', ['b', '', ':and:f']],
  ])('splits by %j', (pattern, text, pieces) => {
    expect(new JavaRegex(pattern).split(text)).toEqual(pieces);
  });

  it.each([
    ['[a-z&&[^aeiou]]++', 'hello', ['h', 'll']],
    ['\\w+', 'aé b_1', ['a', 'b_1']],
    ['\\p{L}+', 'aé1b', ['aé', 'b']],
    ['\\Qa.b\\E', 'a.b axb', ['a.b']],
    ['(?i)abc', 'ABC abc', ['ABC', 'abc']],
    ['(a)(b)?\\1', 'aba aa', ['aba', 'aa']],
    ['a++a', 'aaa', []],
    ['(?>a|ab)c', 'abc ac', ['ac']],
    ['(?<=x)y', 'xy zy', ['y']],
    ['a{2,3}?', 'aaaa', ['aa', 'aa']],
    ['\\s', 'a\u00a0b c', [' ']],
    ['.', 'a\u0085b', ['a', 'b']],
    ['[\\p{Punct}&&[^.]]', 'a,b.c!', [',', '!']],
    ['\\x{1F600}', 'x😀', ['😀']],
    ['^b|c$', 'a\nb c\n', ['c']],
    ['(?m)^b', 'a\nb', ['b']],
    ['[]a]', ']a', [']', 'a']],
  ])('finds %j', (pattern, text, found) => {
    expect(new JavaRegex(pattern).matches(text)).toEqual(found);
  });

  it('goes no way twice in a pattern without back-references and look-around', () => {
    expect(new JavaRegex('(a+)+$').matches(`${'a'.repeat(60)}b`)).toEqual([]);
    expect(new JavaRegex('(a|aa)+$').matches('a'.repeat(20_000))).toEqual(['a'.repeat(20_000)]);
    expect(new JavaRegex('^(([a-z])+.)+[A-Z]([a-z])+$').isFoundIn('a'.repeat(5000))).toBe(false);
    expect(new JavaRegex('(?:ab)*c').isFoundIn('ab'.repeat(50_000))).toBe(false);
    // Each match but the last is looked for to the end of the text.
    expect(new JavaRegex('a[^b]*b|a').matches('a'.repeat(50_000))).toHaveLength(50_000);
  });

  it.each(['(a*)*$', '(?=(a+)+$)b', '(?>a|aa)+?$', '(a+)+\\1$'])(
    'stops %j, which goes back and forth for ever',
    (pattern) => {
      expect(() => new JavaRegex(pattern).matches(`${'a'.repeat(3000)}b`)).toThrow(/too many steps/);
    },
  );

  it('shares the steps of a request among its texts, and lets those that need few go on', () => {
    const budget = new CountingBudget();
    const regex = new JavaRegex('(a*)*$', budget);
    for (let row = 0; row < 50; row++) expect(() => regex.isFoundIn(`${'a'.repeat(60)}b`)).toThrow(/too many steps/);
    // The first text takes what is shared, 1,000,000 steps, and each its own 50 for a character and the end.
    expect(budget.taken).toBeLessThan(1_000_000 + 50 * 50 * 63);
    expect(regex.isFoundIn('aa')).toBe(true);
    budget.renew();
    expect(regex.isFoundIn(`${'a'.repeat(12)}b`)).toBe(true);
  });

  it.each(['(', 'a)', '[a', '*', 'a{2,1}', '\\p{Nope}', '(?y)a', '\\', 'a{', '[z-a]'])('refuses %j', (pattern) => {
    expect(() => new JavaRegex(pattern)).toThrow(expect.objectContaining({ code: 'bad_model' }) as Error);
  });
});

interface GoldenPattern {
  readonly pattern: string;
  readonly error?: string;
  readonly text: string;
  readonly split: readonly string[];
  readonly matches: readonly string[];
}

describe('random patterns of a JVM 17', () => {
  const path = join(import.meta.dirname, '../../../../../test/golden/java-regex/java-17.jsonl');
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const goldens = lines.map((line) => JSON.parse(line) as GoldenPattern);

  it('split and find as there', () => {
    const valid = goldens.filter(({ error }) => error === undefined);
    const got = valid.map(({ pattern, text }) => {
      const regex = new JavaRegex(pattern);
      return { pattern, text, split: regex.split(text), matches: regex.matches(text) };
    });
    expect(valid.length).toBeGreaterThan(2900);
    expect(got).toEqual(valid);
  });

  it('are refused where they are there', () => {
    for (const { pattern, error } of goldens) {
      if (error !== undefined) expect(() => new JavaRegex(pattern), pattern).toThrow(/cannot be read/);
    }
  });
});

describe('surrogate pairs', () => {
  // Pattern.split on OpenJDK 17: a search for BMP characters only steps through a pair, one for any character over it.
  it.each([
    ['x*', ['a', '\ud83d', '\ude00', 'b']],
    ['\\W*', ['a', '', 'b']],
    ['\\b', ['a', '😀', 'b']],
  ])('are cut or not by %j', (pattern, pieces) => {
    expect(new JavaRegex(pattern).split('a😀b')).toEqual(pieces);
  });
});
