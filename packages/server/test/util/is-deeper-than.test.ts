import { expect, it } from 'vitest';
import { isDeeperThan } from '../../src/util/is-deeper-than.ts';

it.each([
  ['[[[]]]', 2, true],
  ['[[[]]]', 3, false],
  ['[{"a":[1]}]', 2, true],
  ['[{"a":[1]}]', 3, false],
  // One beside the other is not one in the other.
  ['[[],[],[],[]]', 2, false],
  // Brackets in strings, behind an escaped quote and behind an escaped backslash.
  ['["[[[["]', 1, false],
  ['["\\"[[[["]', 1, false],
  ['["\\\\",[[]]]', 2, true],
  // Shorter than it might be deep.
  ['[[', 2, false],
])('%s, at most %d', (json, most, isDeeper) => {
  expect(isDeeperThan(Buffer.from(json), most)).toBe(isDeeper);
});
