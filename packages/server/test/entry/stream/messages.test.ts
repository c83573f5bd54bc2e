import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { readMessages, writeMessage } from '../../../src/entry/cli/stream/messages.ts';

const message = (text: string) => {
  const header = Buffer.from('A\0\0\0\0', 'latin1');
  header.writeUInt32LE(text.length, 1);
  return Buffer.concat([header, Buffer.from(text)]);
};

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Buffer, size: number): Promise<string[]> {
  const texts: string[] = [];
  for await (const body of readMessages(inPieces(bytes, size))) texts.push(Buffer.from(body).toString());
  return texts;
}

describe('messages of catenary stream', () => {
  const two = Buffer.concat([message('first'), message('and another')]);

  it.each([1, 2, 4, 5, 7, 11, 1000])('are read from pieces of %i bytes', async (size) => {
    expect(await read(two, size)).toEqual(['first', 'and another']);
  });

  it('are refused where the input is something else, is longer than a batch may be, or is cut off', async () => {
    await expect(read(Buffer.from('carat,cut\n1,2\n'), 100)).rejects.toThrow('The input is no message');
    await expect(read(Buffer.from('A\xff\xff\xff\xff', 'latin1'), 100)).rejects.toThrow('The input is no message');
    await expect(read(two.subarray(0, -1), 100)).rejects.toThrow('ends in the middle of a message');
    await expect(read(two.subarray(0, 12), 100)).rejects.toThrow('ends in the middle of a message');
    expect(await read(Buffer.alloc(0), 100)).toEqual([]);
  });

  it('are written with their kind and length', async () => {
    const output = new PassThrough();
    await writeMessage(output, 'error', Buffer.from('wrong'));
    output.end();
    expect((await buffer(output)).toString('latin1')).toBe('E\x05\0\0\0wrong');
  });
});
