import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJavaObject } from '../../../src/spark/save/java/read-java-object.ts';

/** Streams as `ObjectOutputStream.writeObject` of Java 17 writes them, in hexadecimal. */
const stream = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const plain = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  const { className, fields } = value as { className: string; fields: ReadonlyMap<string, unknown> };
  return { className, ...Object.fromEntries([...fields].map(([name, field]) => [name, plain(field)])) };
};

/* Made by scripts/make-golden/JavaObjects.java. */
const examples: readonly (readonly [string, string, unknown])[] = [
  ['a text', 'aced000574000474657874', 'text'],
  [
    'a number in an object',
    'aced0005737200116a6176612e6c616e672e496e746567657212e2a0a4f781873802000149000576616c756578720010' +
      '6a6176612e6c616e672e4e756d62657286ac951d0b94e08b020000787000000005',
    { className: 'java.lang.Integer', value: 5 },
  ],
  [
    'a list of texts, one of them twice',
    'aced0005757200135b4c6a6176612e6c616e672e537472696e673badd256e7e91d7b47020000787000000003740001617071007e0002',
    ['a', null, 'a'],
  ],
  [
    'an object whose class adds to its fields',
    'aced00057372000f4a6176614f626a65637473244f776e00000000000000030300014900046b65707478700000000477' +
      '04000000637400046d6f726578',
    { className: 'JavaObjects$Own', kept: 4 },
  ],
  [
    'an object with fields of every kind and a parent',
    'aced0005737200114a6176614f626a65637473244d6f64656c000000000000000202000a490005636f756e7453000366' +
      '65774a00056c617267654400066e756d62657246000673696e676c654c0005616761696e7400124c6a6176612f6c616e' +
      '672f537472696e673b5b00046c6973747400025b494c00046e6f6e6571007e00014c000473656c667400124c6a617661' +
      '2f6c616e672f4f626a6563743b4c00047465787471007e0001787200104a6176614f626a656374732442617365000000' +
      '00000000010200034300066c6574746572420005736d616c6c5a000379657378700078fd01fffffff9012c0000010000' +
      '000000bfb999999999999a3f00000074000a7472656520c3a9e697a5757200025b494dba602676eab2a5020000787000' +
      '0000030000000100000002000000037071007e000671007e0006',
    {
      className: 'JavaObjects$Model',
      letter: 0x78,
      small: -3,
      yes: true,
      count: -7,
      few: 300,
      large: 2n ** 40n,
      single: 0.5,
      number: -0.1,
      text: 'tree é日',
      again: 'tree é日',
      none: null,
      list: [1, 2, 3],
      self: 'tree é日',
    },
  ],
];

describe('readJavaObject()', () => {
  it.each(examples)('reads %s', (_what, hex, expected) => {
    expect(plain(readJavaObject(stream(hex)))).toEqual(expected);
  });

  it('says where a stream is cut off, wherever it is', () => {
    const whole = stream(examples.at(-1)?.[1] as string);
    for (let length = 0; length < whole.length; length++)
      expect(() => readJavaObject(whole.subarray(0, length)), `${length} bytes`).toThrow(/Java stream/);
  });

  it.each([
    ['other bytes', 'cafebabe00', /it is no Java stream/],
    [
      'a class that writes itself',
      'aced000573720003612e6200000000000000000c00007870',
      /the Java class a.b writes itself/,
    ],
    ['a reference to nothing', 'aced0005710000ffff', /refers to a part/],
    ['a long text that is not there', 'aced00057c00ffffffffffffff', /cut off/],
    ['objects without end', `aced0005${'7372000161000000000000000002000178'.repeat(60)}`, /Java stream/],
  ])('refuses %s', (_what, hex, message) => {
    expect(() => readJavaObject(stream(hex))).toThrow(message);
  });

  it('ends for any bytes', () => {
    const whole = stream(examples.at(-1)?.[1] as string);
    const edits = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(edits, (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          readJavaObject(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
  });
});
