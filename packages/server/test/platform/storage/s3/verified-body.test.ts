import { once } from 'node:events';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifiedBody } from '../../../../src/platform/storage/s3/verified-body.ts';

const plan = { subject: 's3://bucket/key', start: 0, stallMs: 1_000_000, firstDelayMs: 0 };
const never = () => Promise.reject(new Error('not asked for'));

describe('verifiedBody()', () => {
  it('ends at once when its reader goes away, however silent its source is', async () => {
    const source = new Readable({ read: () => undefined });
    const body = verifiedBody({ ...plan, end: 10 }, source, never);
    body.read(0);
    const closed = once(body, 'close');
    body.destroy();
    await closed;
    expect(source.destroyed).toBe(true);
  });

  it('passes an error of its reader on, and asks for nothing more', async () => {
    const source = new Readable({ read: () => undefined });
    source.push(Buffer.from('abc'));
    const body = verifiedBody({ ...plan, end: 10 }, source, never);
    const reading = (async () => {
      for await (const chunk of body) body.destroy(new Error(`stopped behind ${String(chunk)}`));
    })();
    await expect(reading).rejects.toThrow('stopped behind abc');
    expect(source.destroyed).toBe(true);
  });

  it('refuses a source that gives more than was asked for', async () => {
    const body = verifiedBody({ ...plan, end: 2 }, Readable.from([Buffer.from('abc')]), never);
    await expect(body.toArray()).rejects.toThrow('s3://bucket/key gave more than the 2 bytes that were asked for.');
  });

  it('gives the same bytes wherever its connections break', async () => {
    // Where each connection breaks: so many bytes after its first, at least one, so that it ends.
    const breaks = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), breaks, async (bytes, cuts) => {
        const content = Buffer.from(bytes);
        const left = [...cuts];
        const connect = (offset: number) => {
          const cut = left.shift();
          if (cut === undefined || offset + cut >= content.length) return Readable.from([content.subarray(offset)]);
          return Readable.from(brokenAfter(content.subarray(offset, offset + cut)));
        };
        const body = verifiedBody({ ...plan, end: content.length }, connect(0), async (offset) => connect(offset));
        expect(Buffer.concat((await body.toArray()) as Buffer[]).equals(content)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

async function* brokenAfter(chunk: Buffer): AsyncGenerator<Buffer> {
  yield chunk;
  throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}
