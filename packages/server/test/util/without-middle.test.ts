import { expect, it } from 'vitest';
import { withoutMiddle } from '../../src/util/without-middle.ts';

it('withoutMiddle() keeps the beginning and the end of a long text', () => {
  expect(withoutMiddle('0123456789', 10)).toBe('0123456789');
  expect(withoutMiddle('0123456789abc', 10)).toBe('012 ... bc');
  expect(withoutMiddle('0123456789abc', 5)).toBe(' ... ');
});
