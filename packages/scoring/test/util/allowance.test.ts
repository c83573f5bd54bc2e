import { describe, expect, it } from 'vitest';
import { BeyondAllowance, spend, withAllowance } from '../../src/util/allowance.ts';

describe('withAllowance()', () => {
  it('lets work spend so much in all, and no more', () => {
    const spending = (...values: number[]) => withAllowance(100, () => values.forEach(spend));
    expect(() => spending(60, 40)).not.toThrow();
    expect(() => spending(60, 41)).toThrow(BeyondAllowance);
  });

  it('bounds nothing outside of it, also after work that went beyond', () => {
    expect(() => withAllowance(1, () => spend(2))).toThrow(BeyondAllowance);
    expect(() => spend(1e12)).not.toThrow();
  });
});
