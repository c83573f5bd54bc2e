import { describe, expect, it } from 'vitest';
import { trimEndOf } from '../../src/text/trim-end-of.ts';

describe('trimEndOf', () => {
  it.each([
    ['100', '0', '1'],
    ['000', '0', ''],
    ['0a0b', '0', '0a0b'],
    ['a\r\n\n', '\r\n', 'a'],
    ['', '0', ''],
  ])('%j without %j at its end is %j', (text, characters, trimmed) => {
    expect(trimEndOf(text, characters)).toBe(trimmed);
  });
});
