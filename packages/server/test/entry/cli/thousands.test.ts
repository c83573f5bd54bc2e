import { expect, it } from 'vitest';
import { thousands } from '../../../src/entry/cli/thousands.ts';

const english = new Intl.NumberFormat('en-US');

it.each([0, 7, 999, 1000, 53_940, 123_456, 1_234_567.5, 12.3, -4_500, 0.1234, 1e15])(
  'writes %d as Intl does',
  (value) => {
    expect(thousands(value)).toBe(english.format(value));
  },
);
