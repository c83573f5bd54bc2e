import { expect, it } from 'vitest';
import { mediaType } from '../../src/contract/media-type.ts';

it.each([
  ['text/csv', 'text/csv'],
  ['Text/CSV ; charset=utf-8; label_size=1', 'text/csv'],
  [' application/json', 'application/json'],
  ['*/*;q=0.8', '*/*'],
  ['', undefined],
  ['; charset=utf-8', undefined],
  [undefined, undefined],
])('mediaType(%j) is %j', (header, type) => {
  expect(mediaType(header)).toBe(type);
});
