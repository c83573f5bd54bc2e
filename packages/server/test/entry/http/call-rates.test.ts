import { describe, expect, it } from 'vitest';
import { CallRates } from '../../../src/entry/http/call-rates.ts';

describe('calls of accounts', () => {
  let now = 0;
  const taken = (rates: CallRates, account: string, count: number) =>
    Array.from({ length: count }, () => rates.take(account)).filter(Boolean).length;

  it('may come at once for ten seconds, and at their rate after that', () => {
    const rates = new CallRates(3, () => now);
    expect(taken(rates, 'red', 100)).toBe(30);
    now += 2000;
    expect(taken(rates, 'red', 100)).toBe(6);
    now += 100_000;
    expect(taken(rates, 'red', 100)).toBe(30);
  });

  it('are counted for each account', () => {
    const rates = new CallRates(1, () => now);
    expect(taken(rates, 'red', 100)).toBe(10);
    expect(taken(rates, 'blue', 5)).toBe(5);
  });

  it('may be one in a long time', () => {
    const rates = new CallRates(0.01, () => now);
    expect(taken(rates, 'red', 5)).toBe(1);
    now += 99_000;
    expect(taken(rates, 'red', 5)).toBe(0);
    now += 2000;
    expect(taken(rates, 'red', 5)).toBe(1);
  });

  it('are not limited by 0', () => {
    expect(taken(new CallRates(0, () => now), 'red', 1000)).toBe(1000);
  });
});
