import { describe, expect, it } from 'vitest';
import { eventStream } from '../../../../src/entry/http/protocols/event-stream.ts';

/** As EventStreamCodec of @smithy/core 3.41.0 encodes the part 00 ff 0a 0d, and an exception. */
const encodedPart =
  '0000006d00000059163785c50d3a6d6573736167652d747970650700056576656e740b3a6576656e742d7479706507000b5061796c6f6164506172740d3a' +
  '636f6e74656e742d747970650700186170706c69636174696f6e2f6f637465742d73747265616d00ff0a0dd70b62c8';
const encodedException =
  '000000800000005e581713080d3a6d6573736167652d74797065070009657863657074696f6e0f3a657863657074696f6e2d747970650700104d6f64656c' +
  '53747265616d4572726f720d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e7b224d657373616765223a22676f6e65227d' +
  'd09ab017';
const part = Buffer.from([0, 255, 10, 13]);
/** What stands around the payload of a part: prelude, headers, checksum. */
const overhead = encodedPart.length / 2 - part.length;

async function framesOf(parts: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const exceptionOf = (error: unknown) => ({
    type: 'ModelStreamError',
    members: { Message: (error as Error).message },
  });
  const frames: Buffer[] = [];
  for await (const frame of eventStream(parts, exceptionOf)) frames.push(frame as Buffer);
  return frames;
}

async function* partsOf(...parts: readonly (Buffer | Error)[]): AsyncGenerator<Buffer> {
  for (const one of parts) {
    await Promise.resolve();
    if (one instanceof Error) throw one;
    yield one;
  }
}

describe('eventStream()', () => {
  it('has an event for each part, its bytes as they are', async () => {
    const frames = await framesOf(partsOf(part, part));
    expect(frames.map((frame) => frame.toString('hex'))).toEqual([encodedPart, encodedPart]);
    expect(await framesOf(partsOf())).toEqual([]);
  });

  it('ends with an exception in the place of what broke it', async () => {
    const frames = await framesOf(partsOf(part, new Error('gone')));
    expect(frames.map((frame) => frame.toString('hex'))).toEqual([encodedPart, encodedException]);
  });

  it('cuts parts that are larger than clients take', async () => {
    const frames = await framesOf(partsOf(Buffer.alloc(20 * 1024 * 1024, 'x')));
    expect(frames.map(({ length }) => (length - overhead) / 1024 / 1024)).toEqual([8, 8, 4]);
  });
});
