import { describe, expect, it } from 'vitest';
import { JavaRegex } from '../../../src/scoring/mleap/regex/java-regex.ts';

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

  it('stops a pattern that goes back and forth for ever', () => {
    expect(() => new JavaRegex('(a+)+$').matches(`${'a'.repeat(60)}b`)).toThrow(/too many steps/);
    expect(() => new JavaRegex('(?:ab)*c').isFoundIn('ab'.repeat(100_000))).toThrow(/too many steps/);
  });

  it.each(['(', 'a)', '[a', '*', 'a{2,1}', '\\p{Nope}', '(?y)a', '\\', 'a{', '[z-a]'])('refuses %j', (pattern) => {
    expect(() => new JavaRegex(pattern)).toThrow(expect.objectContaining({ code: 'bad_model' }) as Error);
  });
});
