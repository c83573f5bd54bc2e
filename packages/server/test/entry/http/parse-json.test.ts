import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/entry/http/parse-json.ts';

const parse = (text: string) => parseJson(Buffer.from(text));

describe('parseJson()', () => {
  it('reads what is within its limits', () => {
    expect(parse('{"a":[1,"[{,",null]}')).toEqual({ a: [1, '[{,', null] });
    // The outermost is the first level.
    expect(parse('['.repeat(64) + ']'.repeat(64))).toHaveLength(1);
    // A list is a value, and so is each of its members.
    expect(parse(`[${Array.from({ length: 19_999 }, () => '0').join(',')}]`)).toHaveLength(19_999);
    expect(parse(JSON.stringify(','.repeat(900_000)))).toHaveLength(900_000);
  });

  it.each([
    ['depth', '['.repeat(65) + ']'.repeat(65), 'nests deeper than 64 levels'],
    ['values in a list', `[${Array.from({ length: 20_000 }, () => '0').join(',')}]`, 'more than 20000 values'],
    ['values in objects', `[${'{"a":{}},'.repeat(10_000)}0]`, 'more than 20000 values'],
    ['what is no JSON', '{"a"', 'is not JSON'],
    ['a key that reaches a prototype', '{"\\u005f_proto__":1}', '"__proto__"'],
  ])('refuses %s', (_name, text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('refuses bytes that are no UTF-8', () => {
    expect(() => parseJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow('is not JSON');
  });
});
