import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BodyBuffer } from '../../../src/entry/http/body-buffer.ts';

describe('BodyBuffer', () => {
  it('gives the bytes of its pieces, whatever their sizes, with the length declared or not', () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 60 });
    fc.assert(
      fc.property(pieces, fc.boolean(), (arrays, isDeclared) => {
        const buffers = arrays.map((array) => Buffer.from(array));
        const whole = Buffer.concat(buffers);
        const body = new BodyBuffer(isDeclared ? whole.length : undefined, 1_000_000);
        for (const buffer of buffers) body.add(buffer);
        expect(body.take().equals(whole)).toBe(true);
        expect(body.length).toBe(whole.length);
        expect(body.pieces).toBe(buffers.length);
      }),
    );
  });

  it('does not copy a body of one piece', () => {
    const piece = Buffer.from('1,2,3');
    const body = new BodyBuffer(5, 100);
    body.add(piece);
    expect(body.take()).toBe(piece);
  });

  it.each([
    ['bytes that come one by one', 1],
    ['pieces of a network packet', 1460],
  ])('takes at most twice the bytes of %s', (_name, size) => {
    const body = new BodyBuffer(undefined, 6_291_456);
    let most = 1;
    for (let at = 0; at < 1_000_000; at += size) {
      body.add(Buffer.alloc(size));
      most = at > 65_536 ? Math.max(most, body.take().buffer.byteLength / body.length) : most;
    }
    expect(most).toBeLessThanOrEqual(2);
  });

  it('takes no more than the limit, though the last doubling would be more', () => {
    const body = new BodyBuffer(undefined, 100_000);
    for (let at = 0; at < 100; at++) body.add(Buffer.alloc(1000));
    expect(body.take().buffer.byteLength).toBe(100_000);
  });
});
