import { describe, expect, it } from 'vitest';
import { readXml } from '../../../src/operations/s3/read-xml.ts';

/** Reads the text, in pieces of so many bytes. */
function read(text: string, { root = 'Delete', maxElements = 100, piece = 1_000_000 } = {}) {
  const bytes = Buffer.from(text);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  }
  return readXml({ headers: {}, body: pieces() }, root, { maxElements });
}

const keyOf = async (written: string, piece?: number) =>
  (await read(`<Delete><Key>${written}</Key></Delete>`, piece === undefined ? {} : { piece })).Key;

describe('readXml()', () => {
  it.each([1, 2, 3, 1000])('reads elements without prefixes, lists and text, in pieces of %d bytes', async (piece) => {
    const text =
      '<?xml version="1.0" encoding="UTF-8"?>\n<s:Delete xmlns:s="http://s3.amazonaws.com/doc/2006-03-01/">\n' +
      '  <s:Quiet>true</s:Quiet><!-- <Object/> --><Object><Key>a é 😀</Key></Object>\n<Object><Key/></Object></s:Delete>';
    expect(await read(text, { piece })).toEqual({ Quiet: 'true', Object: [{ Key: 'a é 😀' }, { Key: '' }] });
  });

  it.each([
    ['&amp;lt;&lt;&gt;&quot;&apos;', '&lt;<>"\''],
    ['&#97;&#x62;&#x1F600;', 'ab😀'],
    ['&#x1;&#31;', '\u0001\u001f'],
    ['a\u0001b\u0085c\u2028d', 'a\u0001b\u0085c\u2028d'],
    ['<![CDATA[<&]]>x', '<&x'],
    [' blanks \n kept ', ' blanks \n kept '],
    ['one<!-- comment -->two', 'onetwo'],
    ['__proto__', '__proto__'],
  ])('reads the key %j', async (written, key) => {
    expect(await keyOf(written)).toBe(key);
    expect(await keyOf(written, 1)).toBe(key);
  });

  it('reads nothing of a document that is declared larger than 8 MiB', async () => {
    let isRead = false;
    async function* body() {
      isRead = true;
      yield Buffer.from('<Delete/>');
    }
    const headers = { 'content-length': String(8 * 1024 * 1024 + 1) };
    const reading = readXml({ headers, body: body() }, 'Delete', { maxElements: 1 });
    await expect(reading).rejects.toThrow('larger than 8388608');
    expect(isRead).toBe(false);
  });

  it.each([
    ['a document type', '<!DOCTYPE Delete [<!ENTITY a "b">]><Delete/>', 'document type'],
    ['another root', '<Other/>', 'Its root is not Delete'],
    ['nothing', '', 'document must contain a root element'],
    ['an element that does not end', '<Delete><Object></Delete>', 'unexpected close tag'],
    ['a document that does not end', '<Delete><Object>', 'unclosed tag'],
    ['an entity that was not declared', '<Delete>&a;</Delete>', 'undefined entity'],
    ['NUL', '<Delete>&#0;</Delete>', 'character entity'],
    ['no character at all', '<Delete>&#x110000;</Delete>', 'character entity'],
    ['two roots', '<Delete/><Delete/>', 'documents may contain only one root'],
    ['depth', `<Delete>${'<a>'.repeat(100_000)}`, 'deeper than 8 levels'],
    ['elements', `<Delete>${'<a/>'.repeat(101)}</Delete>`, 'more than 100 elements'],
    ['attributes', `<Delete ${Array.from({ length: 100 }, (_, at) => `a${at}="1"`).join(' ')}/>`, '64 attributes'],
    ['text', `<Delete><Object><Key>${'a'.repeat(8193)}</Key></Object></Delete>`, 'more than 8192 characters'],
    ['size', `<Delete>${'<!-- -->'.repeat(1024 ** 2)}</Delete>`, 'larger than 8388608 bytes'],
  ])('refuses %s', async (_name, text, message) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'MalformedXML' });
    await expect(read(text)).rejects.toThrow(message);
  });

  it('keeps no blanks between elements', async () => {
    const object = `${' '.repeat(5000)}<Object><Key>a</Key></Object>`;
    expect((await read(`<Delete>${object.repeat(10)}</Delete>`)).Object).toHaveLength(10);
  });

  it('has no element that was not written', async () => {
    const tree = await read('<Delete><Key>a</Key></Delete>');
    expect(tree.constructor).toBeUndefined();
    expect(Object.keys(await read('<Delete><__proto__><Key>b</Key></__proto__></Delete>'))).toEqual(['__proto__']);
  });

  it('lets others have their turn while it reads a large document', async () => {
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns++;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    const part = '<Part><ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><PartNumber>1</PartNumber></Part>';
    const text = `<CompleteMultipartUpload>${part.repeat(10_000)}</CompleteMultipartUpload>`;
    const tree = await read(text, { root: 'CompleteMultipartUpload', maxElements: 30_001 });
    isDone = true;
    expect(tree.Part).toHaveLength(10_000);
    // A turn for each 32 KiB.
    expect(turns).toBeGreaterThan(text.length / 32_768);
  });
});
