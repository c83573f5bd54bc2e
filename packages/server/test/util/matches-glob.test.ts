import { describe, expect, it } from 'vitest';
import { matchesGlob } from '../../src/util/matches-glob.ts';

describe('matchesGlob', () => {
  it.each([
    ['a.b', 'a.b', true],
    ['a.b', 'axb', false],
    ['a*', 'a', true],
    ['*/doubler:*', 'host/doubler:1', true],
    ['*/doubler:*', 'doubler:1', false],
    ['a*a', 'a', false],
    ['a*ab*b', 'aabb', true],
    ['*', '', true],
    ['**', 'x', true],
    ['', 'x', false],
    ['ab*ba', 'aba', false],
  ])('%j against %j: %j', (glob, text, fits) => {
    expect(matchesGlob(glob, text)).toBe(fits);
  });
});
