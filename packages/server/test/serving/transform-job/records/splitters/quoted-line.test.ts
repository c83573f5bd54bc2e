import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OversizedRecord, objectStart } from '../../../../../src/serving/transform-job/records/splitter.ts';
import { lineSplitter } from '../../../../../src/serving/transform-job/records/splitters/line.ts';
import { quotedLineSplitter } from '../../../../../src/serving/transform-job/records/splitters/quoted-line.ts';

const limits = { blockBytes: 12, maxRecordBytes: 40 };

async function cut(text: string, size: number, given = {}): Promise<(Buffer | OversizedRecord)[]> {
  async function* chunks() {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const found = [];
  for await (const block of quotedLineSplitter.blocks(chunks(), { ...limits, ...given }, objectStart))
    found.push(block);
  return found;
}

const bodies = (block: Buffer) => quotedLineSplitter.records(block).map(({ body }) => String(body));
// Cells of which the records are known: what is put together is what must come apart.
const plain = fc.stringMatching(/^[a-c5 "]{0,4}$/).filter((text) => !text.startsWith('"'));
const inQuotes = fc.string({ unit: fc.constantFrom('a', '\n', ',', '""'), maxLength: 6 }).map((text) => `"${text}"`);
const record = fc.array(fc.oneof(plain, inQuotes), { minLength: 2, maxLength: 3 }).map((cells) => cells.join(','));
const text = fc.record({ records: fc.array(record, { maxLength: 12 }), isEnded: fc.boolean() });
const chunkSize = fc.integer({ min: 1, max: 30 });

describe('quotedLineSplitter', () => {
  it('cuts at line breaks outside of quotes only, the same however bytes come, and from the end of any block on', async () => {
    await fc.assert(
      fc.asyncProperty(text, chunkSize, fc.nat(), async ({ records, isEnded }, size, pick) => {
        const object = records.join('\n') + (isEnded && records.length > 0 ? '\n' : '');
        const blocks = (await cut(object, size)) as Buffer[];
        expect(Buffer.concat(blocks).toString()).toBe(object);
        expect(blocks.flatMap(bodies)).toEqual(records);
        for (const block of blocks) expect(block.length <= 12 || bodies(block).length === 1).toBe(true);
        const from = pick % (blocks.length + 1);
        const rest = Buffer.concat(blocks.slice(from)).toString();
        expect(await cut(rest, 7)).toEqual(blocks.slice(from));
      }),
    );
  });

  it('cuts text without quotes as SplitType Line does', async () => {
    const lines = fc.string({ unit: fc.constantFrom('a', ',', '\n', '\r\n'), maxLength: 30 });
    fc.assert(
      fc.property(lines, (given) => {
        const block = Buffer.from(given);
        expect(quotedLineSplitter.records(block)).toEqual(lineSplitter.records(block));
        expect(quotedLineSplitter.whole(block)).toEqual(lineSplitter.whole(block));
      }),
    );
  });

  it('counts lines and bytes before each record', () => {
    const block = Buffer.from('"a\nb",1\r\n\nc,2\n');
    expect(quotedLineSplitter.records(block).map(({ body, byte, line }) => [String(body), byte, line])).toEqual([
      ['"a\nb",1', 0, 0],
      ['c,2', 10, 3],
    ]);
    expect(quotedLineSplitter.whole(block)).toEqual({
      body: Buffer.from('"a\nb",1\nc,2'),
      recordCount: 2,
      lineCount: 4,
    });
  });

  it('refuses a record that is too large, or passes over it; quotes that never end make the rest one record', async () => {
    const large = `a,b\n"${'x\n'.repeat(30)}",c\nd,e\n`;
    for (const size of [1, 9, 1000]) {
      await expect(cut(large, size)).rejects.toThrow('Record is larger than');
      const pieces = await cut(large, size, { skipOversized: true });
      // Two quotes, thirty times two bytes, a comma, a letter and the line break: 65.
      expect(pieces.map((piece) => (Buffer.isBuffer(piece) ? String(piece) : piece.size))).toEqual([
        'a,b\n',
        65,
        'd,e\n',
      ]);
    }
    expect((await cut('a,"b\nc\n', 3)).map(String)).toEqual(['a,"b\nc\n']);
    const endless = await cut(`a\n"${'x\n'.repeat(40)}`, 9, { skipOversized: true });
    expect(endless.map((piece) => (Buffer.isBuffer(piece) ? String(piece) : piece.size))).toEqual(['a\n', 81]);
  });
});
