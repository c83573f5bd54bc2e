import { expect, it } from 'vitest';
import { askApart } from '../../../../src/serving/container/payload.ts';
import { readChainAnswer, writeChainBody } from '../../../../src/serving/container/process/chain-answer.ts';

const head = { status: 400, contentType: 'text/plain' };
const body = Buffer.from('no');
const read = (bytes: Buffer, natives: number) => readChainAnswer({ ...head, body: bytes }, natives);

it('keeps who answered, the times, the place, the cause and the body', () => {
  const place = { row: 3, column: 'cut', value: 'x' };
  const spentMs = Float64Array.of(0.25, 2);
  const bytes = writeChainBody({ answer: { ...head, body, place, cause: 'why' }, answeredBy: 1, spentMs });
  expect(read(bytes, 2)).toEqual({ answer: { ...head, body, place, cause: 'why' }, answeredBy: 1, spentMs });
  const plain = writeChainBody({ answer: { status: 200, body }, answeredBy: askApart, spentMs });
  expect(read(plain, 2)).toEqual({ answer: { ...head, body }, answeredBy: askApart, spentMs });
});

/** Who answered, and the bytes of the place, before no times and these bytes. */
function raw(answeredBy: number, moreBytes: number, rest: string): Buffer {
  const start = Buffer.alloc(8);
  start.writeInt32LE(answeredBy, 0);
  start.writeUInt32LE(moreBytes, 4);
  return Buffer.concat([start, Buffer.from(rest)]);
}

it.each([
  ['nothing', Buffer.alloc(0)],
  ['less than a start', Buffer.alloc(7)],
  ['a container that is not there', raw(1, 0, '')],
  ['none, twice', raw(-2, 0, '')],
  ['a place beyond the end', raw(0, 5, '{}')],
  ['a place that is no JSON', raw(0, 2, '{"')],
  ['a place that is no object', raw(0, 4, 'null')],
])('refuses %s', (_what, bytes) => {
  expect(() => read(bytes, 0)).toThrow('what it sent is no answer');
});

it('takes over of a place what it may have, and of times what can be', () => {
  const more = JSON.stringify({ place: { row: 0.5, column: {}, isHeader: 'yes', value: 1 }, cause: {} });
  expect(read(raw(0, more.length, more), 0).answer).toEqual({ ...head, body: Buffer.alloc(0), place: { value: 1 } });
  const times = writeChainBody({ answer: { status: 200, body }, answeredBy: 0, spentMs: Float64Array.of(-1, NaN) });
  expect(read(times, 2).spentMs).toEqual(Float64Array.of(0, 0));
});
