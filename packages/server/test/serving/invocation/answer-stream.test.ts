import { describe, expect, it } from 'vitest';
import { AnswerStream } from '../../../src/serving/invocation/answer-stream.ts';

/** A sender that notes what it is told. */
function flow() {
  const told: string[] = [];
  return { told, pause: () => void told.push('pause'), resume: () => void told.push('resume') };
}

const head = { status: 200, contentType: 'text/plain' };
const part = (kib: number) => Buffer.alloc(kib * 1024);

describe('AnswerStream', () => {
  it('gives the head when the answer begins, and its parts until it ends', async () => {
    const stream = new AnswerStream();
    expect(stream.hasBegun).toBe(false);
    stream.begin(head, flow());
    expect([stream.hasBegun, await stream.begun]).toEqual([true, head]);
    stream.add(Buffer.from('one,'));
    stream.add(Buffer.from('two'));
    stream.end();
    expect(Buffer.concat(await stream.parts.toArray()).toString()).toBe('one,two');
  });

  it('holds the sender back while 256 KiB wait, and lets it go on when they are read', async () => {
    const stream = new AnswerStream();
    const sender = flow();
    stream.begin(head, sender);
    stream.add(part(255));
    expect(sender.told).toEqual([]);
    stream.add(part(1));
    expect(sender.told).toEqual(['pause']);
    const { value } = (await stream.parts[Symbol.asyncIterator]().next()) as { value: Buffer };
    expect(value.length).toBeGreaterThan(0);
    await expect.poll(() => sender.told).toContain('resume');
  });

  it('lets the sender go on when its reader has left', async () => {
    const stream = new AnswerStream();
    const sender = flow();
    stream.begin(head, sender);
    stream.add(part(256));
    stream.parts.destroy();
    await expect.poll(() => sender.told).toEqual(['pause', 'resume']);
    stream.add(part(256));
    stream.end();
    expect(sender.told).toEqual(['pause', 'resume']);
  });
});
