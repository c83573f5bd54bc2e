import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { javaDoubleText, javaFloatText } from '../../src/text/java-double-text.ts';
import { parseJavaDouble, parseJavaInteger } from '../../src/text/parse-java-double.ts';
import { parseJavaFloat } from '../../src/text/parse-java-float.ts';

describe('javaDoubleText', () => {
  // Documentation of java.lang.Double.toString.
  it.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [-1.5, '-1.5'],
    [1e-3, '0.001'],
    [9.999e-4, '9.999E-4'],
    [1e-4, '1.0E-4'],
    [9999999, '9999999.0'],
    [1e7, '1.0E7'],
    [12345678, '1.2345678E7'],
    [1e21, '1.0E21'],
    [1.5e300, '1.5E300'],
    [Number.NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ])('writes %d as %s', (value, text) => {
    expect(javaDoubleText(value)).toBe(text);
  });

  it('is read back to the same double', () => {
    fc.assert(fc.property(fc.double(), (value) => Object.is(parseJavaDouble(javaDoubleText(value)), value)));
  });
});

it('javaFloatText writes the digits of the float32', () => {
  expect([0.1, 1e10, 3.4028234663852886e38].map((value) => javaFloatText(Math.fround(value)))).toEqual([
    '0.1',
    '1.0E10',
    '3.4028235E38',
  ]);
});

describe('the texts of a JVM 17', () => {
  const path = join(import.meta.dirname, '../../../../test/golden/java-numbers/java-17.txt');
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const view = new DataView(new ArrayBuffer(8));

  it.each([
    ['d', 'doubles'],
    ['f', 'floats'],
  ])('are those of all %s: %s', (kind) => {
    const wanted = lines.filter((line) => line.startsWith(kind)).map((line) => line.split(' '));
    const got = wanted.map(([, bits]) => {
      view.setBigUint64(0, BigInt(`0x${bits}`));
      const text = kind === 'd' ? javaDoubleText(view.getFloat64(0)) : javaFloatText(view.getFloat32(4));
      return [kind, bits, text];
    });
    expect(wanted.length).toBeGreaterThan(2000);
    expect(got).toEqual(wanted);
  });

  it('has a minus in front of the same digits for negative numbers', () => {
    // 3.0E10f and 2^60 are whole numbers of more digits than they need; 2^-1074 is the least number.
    expect([javaFloatText(-3e10), javaDoubleText(-(2 ** 60)), javaDoubleText(-(2 ** -1074))]).toEqual([
      '-3.0000001E10',
      '-1.15292150460684698E18',
      '-4.9E-324',
    ]);
  });
});

describe('parseJavaDouble', () => {
  it.each([
    [' 1.5 ', 1.5],
    ['1d', 1],
    ['2.F', 2],
    ['.5e1', 5],
    ['+Infinity', Infinity],
    ['0x1.8p1', 3],
    ['-0x.8p0', -0.5],
  ])('takes %j', (text, value) => {
    expect(parseJavaDouble(text)).toBe(value);
  });

  it.each(['', ' ', '1,5', 'nan', 'inf', '1e', '0x10', '--1', '1 2', '.'])('refuses %j', (text) => {
    expect(parseJavaDouble(text)).toBeUndefined();
  });
});

describe('parseJavaInteger', () => {
  it('keeps to the limits of the type', () => {
    expect([parseJavaInteger('127', 'byte'), parseJavaInteger('128', 'byte')]).toEqual([127n, undefined]);
    expect(parseJavaInteger('9223372036854775807', 'long')).toBe(9223372036854775807n);
  });

  it.each(['1.0', ' 1', '', '+', '1e3', '0x1', '\u{1d7d9}'])('refuses %j', (text) => {
    expect(parseJavaInteger(text, 'int')).toBeUndefined();
  });

  // Java's Character.digit: Arabic, Devanagari and fullwidth digits, and a mixture with ours.
  it.each([
    ['\u0661\u0662', 12n],
    ['-\u0966\u096f', -9n],
    ['+\uff11' + '2', 12n],
  ])('takes digits of other scripts: %j', (text, value) => {
    expect(parseJavaInteger(text, 'int')).toBe(value);
  });
});

describe('parseJavaFloat', () => {
  // What Float.parseFloat of OpenJDK 17 answers. 1 + 2^-24 is in the middle of two floats, and even is the lower one.
  it.each([
    ['1.000000059604644775390625', 1],
    ['1.00000005960464477539062500000000001', 1 + 2 ** -23],
    ['-1.00000005960464477539062500000000001', -1 - 2 ** -23],
    ['1.00000017881393432617187500', 1 + 2 ** -22],
    ['1.00000017881393432617187499999999999', 1 + 2 ** -23],
    ['16777217', 16777216],
    [' 16777217.00000000000000000000001f', 16777218],
    ['7.006492321624085e-46', 0],
    ['7.0064923216240854e-46', 2 ** -149],
    ['NaN', Number.NaN],
    ['1e39', Infinity],
  ])('rounds %s once', (text, value) => {
    expect(parseJavaFloat(text)).toBe(Math.fround(value));
  });
});
