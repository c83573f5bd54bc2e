import { describe, expect, it } from 'vitest';
import { writeRecordIo } from '../../src/formats/recordio.ts';
import { foreignFormat, looksLikeText } from '../../src/text/foreign-format.ts';

const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const bigEndian = (text: string) => utf16(text).swap16();

describe('bytes that are not UTF-8 text', () => {
  it.each([
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16('1,2\n')])],
    ['UTF-16', Buffer.concat([Buffer.from([0xfe, 0xff]), bigEndian('1,2\n')])],
    ['UTF-16', utf16('1,2\n3,4\n')],
    ['UTF-16', bigEndian('1,2\n3,4\n')],
    ['UTF-16', utf16('7')],
    ['UTF-16', utf16('имя,город\n')],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x31, 0, 0, 0])],
    ['RecordIO', Buffer.from(writeRecordIo([Buffer.from('1,2')]))],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0])],
    ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
    ['ZIP', Buffer.from('PK\u0003\u0004')],
    ['Parquet', Buffer.from('PAR1')],
  ])('are %s', (name, bytes) => {
    expect(foreignFormat(bytes)?.name).toBe(name);
  });

  it.each(['', '1,2\n', '\n1,2\n', '\uFEFFa,b\n1,2\n', 'Łódź,1\n', '日本,1\n', 'PAR,1\n', 'a\u0000b,\u0000\n'])(
    'are not %j',
    (text) => {
      expect(foreignFormat(Buffer.from(text))).toBeUndefined();
    },
  );

  it('are found where text is, when something else was expected', () => {
    expect(looksLikeText(Buffer.from('1,2\nŁ,ö\n'))).toBe(true);
    expect(looksLikeText(Buffer.from([1, 2, 3]))).toBe(false);
    expect(looksLikeText(Buffer.from(''))).toBe(false);
  });
});
