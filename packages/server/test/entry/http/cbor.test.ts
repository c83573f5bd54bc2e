import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cbor } from '../../../src/entry/http/cbor.ts';

interface SmithyCbor {
  readonly cbor: { serialize(value: unknown): Uint8Array; deserialize(bytes: Uint8Array): unknown };
}
/** The codec of AWS's SDK, which comes with its clients. */
const smithy = (createRequire(import.meta.url)('@smithy/core/cbor') as SmithyCbor).cbor;
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true }).filter((number) => !Object.is(number, -0)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe('cbor', () => {
  it("is read by AWS's codec, and reads what that writes", () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(smithy.deserialize(cbor.encode(one))).toEqual(one);
        expect(cbor.decode(Buffer.from(smithy.serialize(one)))).toEqual(one);
      }),
    );
  });

  // RFC 8949, appendix A.
  it.each([
    ['f9 3c00', 1],
    ['f9 c400', -4],
    ['f9 0001', 5.960464477539063e-8],
    ['f9 7c00', Infinity],
    ['fa 47c35000', 100_000],
    ['fb 3ff199999999999a', 1.1],
    ['1a 000f4240', 1_000_000],
    ['39 03e7', -1000],
    ['c1 1a 514b67b0', 1_363_896_240],
    ['c1 fb 41d452d9ec200000', 1_363_896_240.5],
    ['9f 01 82 02 03 9f 04 05 ff ff', [1, [2, 3], [4, 5]]],
    ['bf 61 61 01 61 62 9f 02 03 ff ff', { a: 1, b: [2, 3] }],
    ['7f 65 7374726561 64 6d696e67 ff', 'streaming'],
    ['5f 42 0102 43 030405 ff', Buffer.from([1, 2, 3, 4, 5])],
    ['f5', true],
    ['f7', null],
  ])('reads %s', (bytes, expected) => {
    expect(cbor.decode(hex(bytes))).toEqual(expected);
  });

  it.each([
    ['nothing', ''],
    ['a list that ends too early', '82 01'],
    ['a list of more items than there can be', '9b ffffffffffffffff'],
    ['a text of more bytes than there are', '7b 7fffffffffffffff'],
    ['an end without a begin', 'ff'],
    ['a second value', '01 02'],
    ['a number without a length', '1f'],
    ['a name that is a number', 'a1 01 02'],
    ['a text in numbers', '7f 01 ff'],
    ['too many levels', '81'.repeat(100_000)],
    ['too many tags', 'c1'.repeat(100_000)],
    ['an unknown simple value', 'f8 20'],
  ])('refuses %s', (_what, bytes) => {
    expect(() => cbor.decode(hex(bytes))).toThrow('The request body is no CBOR: ');
  });

  it('writes times as times', () => {
    expect(cbor.encode({ a: cbor.time(1_363_896_240.5), b: undefined }).toString('hex')).toBe(
      'a16161c1fb41d452d9ec200000',
    );
  });

  it('keeps a name that objects have as a member', () => {
    const decoded = cbor.decode(hex('a1 69 5f5f70726f746f5f5f 01')) as object;
    expect(Object.keys(decoded)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
  });
});
