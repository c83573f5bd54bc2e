import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../../test/growth/hostile-texts.ts';
import { mayLoseNumberText } from '../../src/text/may-lose-number-text.ts';

describe('mayLoseNumberText()', () => {
  it.each([
    '1.0',
    '-1.00',
    '1e5',
    '1E-5',
    '-0',
    '-0.0',
    '9007199254740993',
    '123456789.00000000001',
    '0.99999999999999999',
  ])('holds for %s', (number) => expect(mayLoseNumberText(`{"a":[${number}]}`)).toBe(true));

  it.each(['0', '-1', '1.5', '1.50', '-0.5', '10', '100.01', '1234567890123', '0.30000000000000004'])(
    'does not hold for %s',
    (number) => expect(mayLoseNumberText(`{"a":[${number}]}`)).toBe(false),
  );

  it('holds for every number that is not what its value says, whatever stands around it', () => {
    const random = randomOf(1);
    const below = (count: number) => Math.floor(random() * count);
    const digits = (count: number) => Array.from({ length: count }, () => '0001234567899'[below(13)]).join('');
    let kept = 0;
    for (let round = 0; round < 200_000; round++) {
      const whole = digits(below(18)).replace(/^0+/, '') || '0';
      const fraction = below(2) === 0 ? '' : `.${digits(1 + below(18))}`;
      const exponent = below(6) === 0 ? `${'eE'[below(2)]}${['', '+', '-'][below(3)]}${digits(1)}` : '';
      const number = `${below(3) === 0 ? '-' : ''}${whole}${fraction}${exponent}`;
      const [value] = JSON.parse(`[${number}]`) as [number];
      if (mayLoseNumberText(['[', number, ']'].join(' '.repeat(below(2))))) continue;
      kept++;
      // Digits alone are written again as they were; all else is no whole number, so its text had a point.
      if (Number.isInteger(value)) expect(String(value)).toBe(number);
      else expect(number).toMatch(/^-?\d+\.\d+$/);
    }
    expect(kept).toBeGreaterThan(50_000);
  });
});
