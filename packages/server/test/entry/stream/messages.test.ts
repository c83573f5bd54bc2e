import { describe, expect, it } from 'vitest';
import { type ReadBytes, readMessages, type WriteBytes, writeMessage } from '../../../src/entry/cli/stream/messages.ts';

const message = (text: string) => {
  const header = Buffer.from('A\0\0\0\0', 'latin1');
  header.writeUInt32LE(text.length, 1);
  return Buffer.concat([header, Buffer.from(text)]);
};

/** Gives a few bytes at a time, as a pipe may. */
function inPieces(bytes: Buffer, size: number): ReadBytes {
  let at = 0;
  return (target) => {
    const count = bytes.copy(target, 0, at, Math.min(at + size, at + target.length));
    at += count;
    return count;
  };
}

const read = (bytes: Buffer, size: number) =>
  Array.from(readMessages(inPieces(bytes, size)), (body) => Buffer.from(body).toString());

describe('messages of catenary stream', () => {
  const two = Buffer.concat([message('first'), message('and another')]);

  it.each([1, 2, 4, 5, 7, 11, 1000])('are read from pieces of %i bytes', (size) => {
    expect(read(two, size)).toEqual(['first', 'and another']);
  });

  it('are refused where the input is something else, is longer than a batch may be, or is cut off', () => {
    expect(() => read(Buffer.from('carat,cut\n1,2\n'), 100)).toThrow('The input is no message');
    expect(() => read(Buffer.from('A\xff\xff\xff\xff', 'latin1'), 100)).toThrow('The input is no message');
    for (const length of [3, 5, 12, two.length - 1])
      expect(() => read(two.subarray(0, length), 100)).toThrow('ends in the middle of a message');
    expect(read(Buffer.alloc(0), 100)).toEqual([]);
  });

  it('are written with their kind and length, however few bytes are taken at a time', () => {
    const taken: number[] = [];
    const write: WriteBytes = (bytes) => taken.push(...bytes.subarray(0, 3)) && Math.min(bytes.length, 3);
    writeMessage(write, 'error', Buffer.from('wrong'));
    expect(Buffer.from(taken).toString('latin1')).toBe('E\x05\0\0\0wrong');
  });
});
