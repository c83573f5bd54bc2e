import { describe, expect, it } from 'vitest';
import { exactCellNumber } from '../../src/text/cell-number.ts';
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

  // Digits and blanks of other scripts; both lists are what CPython 3.11 answers.
  it.each([
    ['\uff11\uff12', 12],
    ['\u0661\u0662\u0663', 123],
    ['\u0967\u0968.\u096b', 12.5],
    ['\u{1d7cf}\u{1d7d0}', 12],
    ['1\uff12', 12],
    ['\uff11.5', 1.5],
    ['\u00a01', 1],
    ['1\u00a0', 1],
    ['\u20071\u2007', 1],
    ['\u30001.5\u3000', 1.5],
    ['\u00851', 1],
    ['1\u0085', 1],
    ['\u2028 1', 1],
    ['1_\uff10', 10],
    ['\uff11_0', 10],
    ['\uff11e\uff13', 1000],
    ['nan\u00a0', Number.NaN],
    ['\u3000inf', Infinity],
    [
      '\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17',
      12345678901234568,
    ],
    ['1\u0660', 10],
    ['\u0966', 0],
    ['1e1_0', 10000000000],
    ['\u0664\u0662\u00a0', 42],
  ])('reads %j', (text, value) => {
    expect(parsePythonFloat(text)).toBe(value);
  });

  it.each([
    '\uff11\uff0e\uff15',
    '\u22121',
    '\uff0b1',
    '1\uff0c5',
    '1\u20070',
    '\u200b1',
    '1\u200b',
    '\ufeff1',
    '1\ufeff',
    '\u001c1',
    '1\u001f',
    '\u001c\uff11',
    '\u180e1',
    '\u00b2',
    '\u00bd',
    '\u2167',
    '_\uff11',
    '\uff4e\uff41\uff4e',
    '1\u0000',
    '\u007f1',
    '\u0660\u066b\u0665',
    '0x\uff11',
    '\u3007',
    '\u5341',
    '1 \uff10',
    '\u00a0',
    '\u3000',
    '1\u00a0000',
    '1\u2019000',
    '\u20ac5',
    '\u221e',
    '1__0',
    '1_',
    '1._5',
    '1_.5',
    '1e_1',
  ])('raises for %j', (text) => {
    expect(parsePythonFloat(text)).toBe(undefined);
  });

  it.each(['', ' ', '0x10', '1e', '--1', '1__0', '_1', '1_', '1 2', 'abc', '0b1', 'infinit', '.'])(
    'raises for %j',
    (text) => {
      expect(parsePythonFloat(text)).toBe(undefined);
    },
  );
});

describe('exactCellNumber()', () => {
  // int() of CPython 3.11.
  it.each([
    ['9007199254740993', 9007199254740993n],
    [' -9_007_199_254_740_993\t', -9007199254740993n],
    [
      '+\uff19\uff10\uff10\uff17\uff11\uff19\uff19\uff12\uff15\uff14\uff17\uff14\uff10\uff19\uff19\uff13',
      9007199254740993n,
    ],
    ['0000000000000000000000000000000000000012', 12],
    ['9007199254740993.0', 9007199254740992],
    ['9_007_199_254_740_993_', undefined],
  ])('reads %j', (text, value) => {
    expect(exactCellNumber(text)).toBe(value);
  });
});
