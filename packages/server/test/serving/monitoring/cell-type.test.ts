import { describe, expect, it } from 'vitest';
import { cellNumber, cellType, countFitting, inferType } from '../../../src/serving/monitoring/analysis/cell-type.ts';

describe('cellType()', () => {
  it.each([
    ['12', 'Integral'],
    ['-12', 'Integral'],
    ['+ 12', 'Integral'],
    ['1.0', 'Fractional'],
    ['-1e5', 'Fractional'],
    ['.5', 'Fractional'],
    ['5.', 'Fractional'],
    ['true', 'Boolean'],
    ['false', 'Boolean'],
    ['True', 'String'],
    ['1,2', 'String'],
    ['1.2.3', 'String'],
    ['0x10', 'String'],
    [' 12', 'Integral'],
    ['12 ', 'String'],
    ['.', 'String'],
    ['', 'String'],
    ['NaN', 'String'],
  ] as const)('takes %j for %s', (text, type) => {
    expect(cellType(text)).toBe(type);
  });
});

describe('cellNumber()', () => {
  it('reads a number with a blank after its sign', () => {
    expect(['- 12', '+1.5', '1e-3'].map(cellNumber)).toEqual([-12, 1.5, 0.001]);
  });
});

const counts = { Fractional: 0, Integral: 0, Boolean: 0, String: 0 };

describe('inferType()', () => {
  it.each([
    [counts, 'Unknown'],
    [{ ...counts, Integral: 3 }, 'Integral'],
    [{ ...counts, Integral: 3, Fractional: 1 }, 'Fractional'],
    [{ ...counts, Boolean: 3 }, 'String'],
    [{ ...counts, Integral: 3, Boolean: 1 }, 'String'],
    [{ ...counts, Integral: 300, String: 1 }, 'String'],
  ] as const)('of %o is %s', (types, type) => {
    expect(inferType(types)).toBe(type);
  });
});

describe('countFitting()', () => {
  it('counts whole numbers as fractions, and anything as text', () => {
    const mixed = { Fractional: 1, Integral: 2, Boolean: 4, String: 8 };
    expect((['Integral', 'Fractional', 'String'] as const).map((type) => countFitting(type, mixed))).toEqual([
      2, 3, 15,
    ]);
  });
});
