import { describe, expect, it } from 'vitest';
import { formatPythonFloat, formatPythonJsonNumber, parsePythonFloat } from '../../src/text/python-float.ts';

describe('formatPythonFloat()', () => {
  // Right column: repr() of CPython 3.11.
  it.each([
    [2, '2.0'],
    [-0, '-0.0'],
    [0, '0.0'],
    [0.1, '0.1'],
    [9.064083099365234, '9.064083099365234'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [0.000012345, '1.2345e-05'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [123456789012345680, '1.2345678901234568e+17'],
    [1e21, '1e+21'],
    [1.5e-7, '1.5e-07'],
    [5e-324, '5e-324'],
    [-1.7976931348623157e308, '-1.7976931348623157e+308'],
    [Number.NaN, 'nan'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
  ])('writes %d as %s', (value, text) => {
    expect(formatPythonFloat(value)).toBe(text);
  });
});

describe('formatPythonJsonNumber()', () => {
  it('writes the words of json.dumps', () => {
    expect([Number.NaN, Infinity, -Infinity, 1].map(formatPythonJsonNumber)).toEqual([
      'NaN',
      'Infinity',
      '-Infinity',
      '1.0',
    ]);
  });
});

describe('parsePythonFloat()', () => {
  it.each([
    ['1', 1],
    [' 1.5\t', 1.5],
    ['-.5e-3', -0.0005],
    ['1.', 1],
    ['1_000.5', 1000.5],
    ['nan', Number.NaN],
    ['-NaN', Number.NaN],
    ['inf', Infinity],
    ['-Infinity', -Infinity],
    ['1e400', Infinity],
  ])('reads %j', (text, value) => {
    expect(parsePythonFloat(text)).toBe(value);
  });

  it.each(['', ' ', '0x10', '1e', '--1', '1__0', '_1', '1_', '1 2', 'abc', '0b1', 'infinit', '.'])(
    'raises for %j',
    (text) => {
      expect(parsePythonFloat(text)).toBe(undefined);
    },
  );
});
