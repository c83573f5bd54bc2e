import { expect, it } from 'vitest';
import {
  MessageReader,
  type WireAnswer,
  type WireMessage,
  writeMessage,
} from '../../../../src/serving/container/function/wire.ts';

const messages = [1, 2, 3].map((id) => writeMessage({ id, status: 200 }, Buffer.from(`body ${id}`)));

function read(chunks: readonly Buffer[]): WireMessage<WireAnswer>[] {
  const found: WireMessage<WireAnswer>[] = [];
  const reader = new MessageReader<WireAnswer>(100, (message) => found.push(message));
  for (const chunk of chunks) reader.push(chunk);
  return found;
}

it.each([1, 7, 8, 9, 1000])('puts messages together from pieces of %d bytes', (size) => {
  const all = Buffer.concat(messages);
  const pieces = Array.from({ length: Math.ceil(all.length / size) }, (_none, at) =>
    all.subarray(at * size, (at + 1) * size),
  );
  expect(read(pieces).map(({ head, body }) => [head.id, body.toString()])).toEqual([
    [1, 'body 1'],
    [2, 'body 2'],
    [3, 'body 3'],
  ]);
});

it('takes the body of a message that came whole over without copying it', () => {
  // Larger than what Node cuts small buffers from: a copy has memory of its own.
  const large = writeMessage({ id: 4, status: 200 }, Buffer.alloc(100_000));
  const found: Buffer[] = [];
  const reader = new MessageReader<WireAnswer>(200_000, ({ body }) => found.push(body));
  for (const message of [large, large]) reader.push(message);
  expect(found.map((body) => body.buffer === large.buffer)).toEqual([true, true]);
});
