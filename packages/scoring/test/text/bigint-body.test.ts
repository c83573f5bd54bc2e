import { expect, it, vi } from 'vitest';
import { parseBigintBody } from '../../src/text/bigint-body.ts';

it.each<[string, unknown]>([
  ['12345678901234567', 12345678901234567n],
  [
    '[-9007199254740993, 9007199254740991, 9007199254740993]',
    [-9007199254740993n, 9007199254740991, 9007199254740993n],
  ],
  [`{"a":{"b":[12345678901234567890]},"__proto__":12345678901234567}`, undefined],
  // Not whole, or with an exponent: doubles, as JSON.parse reads them.
  [
    '[1234567890123456789.5, 1.2345678901234567, 1e-1234567890123456, 12345678901234567]',
    [Number('1234567890123456789.5'), 1.2345678901234567, 0, 12345678901234567n],
  ],
  ['[12345678901234567E2, 12345678901234567]', [Number('12345678901234567E2'), 12345678901234567n]],
  // Beyond 40 digits nobody counts.
  [`[${'9'.repeat(41)}, ${'9'.repeat(40)}]`, [1e41, 10n ** 40n - 1n]],
  // In strings they are text.
  [
    String.raw`["12345678901234567", "\"12345678901234567", 12345678901234567]`,
    ['12345678901234567', '"12345678901234567', 12345678901234567n],
  ],
  [
    String.raw`{"12345678901234567": "\\", "a": 12345678901234567}`,
    { '12345678901234567': '\\', a: 12345678901234567n },
  ],
  // Whatever characters strings begin with.
  [
    `["\ue0001", "\ue00112345678901234567", 12345678901234567]`,
    ['\ue0001', '\ue00112345678901234567', 12345678901234567n],
  ],
  [String.raw`["\uE00012345678901234567", 12345678901234567]`, ['\ue00012345678901234567', 12345678901234567n]],
])('%s has its whole numbers', (text, value) => {
  const parsed = parseBigintBody(text);
  if (!text.includes('__proto__')) expect(parsed).toEqual(value);
  else {
    const { a } = parsed as { a: { b: unknown[] } };
    expect([a.b, Object.getOwnPropertyDescriptor(parsed, '__proto__')?.value, Object.getPrototypeOf(parsed)]).toEqual([
      [12345678901234567890n],
      12345678901234567n,
      Object.prototype,
    ]);
  }
});

it.each([
  '[12345678901234567',
  '[012345678901234567]',
  '[+12345678901234567]',
  '[12345678901234567 1]',
  '{"a:12345678901234567}',
])('%s is no JSON', (text) => {
  expect(() => parseBigintBody(text)).toThrow(SyntaxError);
});

it('gives no number’s text to a reviver, which takes 1.6 us for each, and reads what is deep', () => {
  const parse = vi.spyOn(JSON, 'parse');
  const depth = 20_000;
  expect(parseBigintBody(`${'['.repeat(depth)}12345678901234567${']'.repeat(depth)}`)).toHaveLength(1);
  expect(parse.mock.calls.map(([, reviver]) => reviver)).toEqual([undefined]);
  parse.mockRestore();
});
