import { expect, it } from 'vitest';
import { jsonExcess } from '../../src/util/json-excess.ts';

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
  expect(jsonExcess(Buffer.from(json), { depth: most })).toBe(isDeeper ? 'depth' : undefined);
});

it.each([
  ['[1,2,3]', 4, undefined],
  ['[1,2,3]', 3, 'values'],
  ['[",,,"]', 2, undefined],
  ['[[],[]]', 3, 'values'],
])('%s, at most %d values', (json, values, excess) => {
  expect(jsonExcess(Buffer.from(json), { depth: 9, values })).toBe(excess);
});
