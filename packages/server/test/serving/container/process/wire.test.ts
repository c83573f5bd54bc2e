import { expect, it } from 'vitest';
import {
  MessageReader,
  MessageWriter,
  type ReadMessage,
  type WireAnswer,
  type WireMessage,
} from '../../../../src/serving/container/process/wire.ts';

/** As it is sent: several together where they are small. */
function write(...messages: readonly WireMessage<WireAnswer>[]): Buffer {
  const writer = new MessageWriter<WireAnswer>();
  for (const message of messages) writer.add(message);
  return Buffer.concat(writer.take());
}

const heads: readonly WireAnswer[] = [
  { status: 200, contentType: 'text/csv' },
  { status: 200, contentType: 'text/csv' },
  { status: 400 },
];
const messages = heads.map((head, at) => ({
  id: at + 1,
  head,
  name: 'n'.repeat(at),
  micros: at * 1000,
  body: Buffer.from(`body ${at + 1}`),
}));

function read(chunks: readonly Buffer[]): ReadMessage<WireAnswer>[] {
  const found: ReadMessage<WireAnswer>[] = [];
  const reader = new MessageReader<WireAnswer>(100, (message) => found.push(message));
  for (const chunk of chunks) reader.push(chunk);
  return found;
}

it.each([1, 7, 19, 20, 21, 1000])('puts messages together from pieces of %d bytes', (size) => {
  const all = write(...messages);
  const pieces = Array.from({ length: Math.ceil(all.length / size) }, (_none, at) =>
    all.subarray(at * size, (at + 1) * size),
  );
  expect(read(pieces).map(({ id, head, micros, body }) => [id, head, micros, body.toString()])).toEqual([
    [1, heads[0], 0, 'body 1'],
    [2, heads[1], 1000, 'body 2'],
    [3, heads[2], 2000, 'body 3'],
  ]);
});

it('takes the body of a message that came whole over without copying it', () => {
  // Larger than what Node cuts small buffers from: a copy has memory of its own.
  const large = write({ id: 4, head: { status: 200 }, body: Buffer.alloc(100_000) });
  const found: Buffer[] = [];
  const reader = new MessageReader<WireAnswer>(200_000, ({ body }) => found.push(body));
  for (const message of [large, large]) reader.push(message);
  expect(found.map((body) => body.buffer === large.buffer)).toEqual([true, true]);
});

it('joins small messages, and leaves large ones apart', () => {
  const writer = new MessageWriter<WireAnswer>();
  for (const message of messages) writer.add(message);
  expect(writer.take()).toHaveLength(1);
  for (let id = 0; id < 3; id++) writer.add({ id, head: { status: 200 }, body: Buffer.alloc(40_000) });
  expect(writer.take()).toHaveLength(3);
  expect(writer.isEmpty).toBe(true);
});

it('keeps a message that comes byte by byte in little memory', () => {
  const { length } = write({ id: 1, head: { status: 200 }, body: Buffer.alloc(1_000_000) });
  const all = write({ id: 1, head: { status: 200 }, body: Buffer.alloc(1_000_000) });
  const found: ReadMessage<WireAnswer>[] = [];
  const reader = new MessageReader<WireAnswer>(1_000_000, (message) => found.push(message));
  const before = process.memoryUsage();
  for (let at = 0; at < length - 1; at++) reader.push(Buffer.from(all.subarray(at, at + 1)));
  const after = process.memoryUsage();
  // A Buffer for each byte would be over 100 MB.
  expect(after.heapUsed + after.external - before.heapUsed - before.external).toBeLessThan(40 * 1024 ** 2);
  reader.push(all.subarray(length - 1));
  expect(found.map(({ body }) => body.length)).toEqual([1_000_000]);
});
