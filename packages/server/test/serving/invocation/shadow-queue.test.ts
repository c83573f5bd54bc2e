import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ContainerAnswer, ContainerRequest } from '../../../src/serving/container/payload.ts';
import { ShadowQueue } from '../../../src/serving/invocation/shadow-queue.ts';
import { ShadowComparison } from '../../../src/serving/shadow/shadow-comparison.ts';

const answer: ContainerAnswer = { status: 200, body: Buffer.from('1'), contentType: 'text/csv' };
const answered = (bytes = 1) => ({ id: 'r', request: { body: Buffer.alloc(bytes) }, answer, ms: 1 });

function open(ask: (request: ContainerRequest) => ContainerAnswer | Promise<ContainerAnswer>, lanes = 1) {
  const comparison = new ShadowComparison();
  const queue = new ShadowQueue({ ask, comparison, lanes });
  const requests = () => (comparison.describe() as { requests: object }).requests;
  return { queue, requests };
}

async function turns(count: number): Promise<void> {
  for (let at = 0; at < count; at++) await turn();
}

describe('copies of requests for a shadow', () => {
  it('begin after the caller is answered, one in a turn of the event loop', async () => {
    let asked = 0;
    const { queue, requests } = open(() => {
      asked++;
      return answer;
    });
    for (let at = 0; at < 10; at++) queue.add(answered());
    expect(asked).toBe(0);
    await turn();
    expect(asked).toBeLessThan(10);
    await turns(20);
    expect(requests()).toEqual({ compared: 10, failed: 0, dropped: 0 });
  });

  it('are bounded in number while the shadow hangs: what comes beyond is dropped', async () => {
    const { queue, requests } = open(() => new Promise(() => undefined), 8);
    for (let at = 0; at < 500; at++) {
      queue.add(answered());
      await turn();
    }
    // 8 under way and 100 that wait.
    expect(requests()).toEqual({ compared: 0, failed: 0, dropped: 500 - 108 });
  });

  it('are bounded in bytes', () => {
    const { queue, requests } = open(() => answer);
    for (let at = 0; at < 20; at++) queue.add(answered(1024 ** 2));
    // 15 of 1 MiB and a byte fit into 16 MiB.
    expect(requests()).toMatchObject({ dropped: 5 });
  });

  it('keep what they are copies of, whatever becomes of its buffer', async () => {
    const seen: string[] = [];
    const { queue } = open(({ body }) => {
      seen.push(body.toString());
      return answer;
    });
    const body = Buffer.from('before');
    queue.add({ ...answered(), request: { body } });
    body.write('after!');
    await turns(3);
    expect(seen).toEqual(['before']);
  });

  it('that the shadow refuses are counted, and those after a close are not asked', async () => {
    let asked = 0;
    const { queue, requests } = open(() => {
      asked++;
      throw new Error('no');
    });
    queue.add(answered());
    await turns(3);
    expect(requests()).toEqual({ compared: 0, failed: 1, dropped: 0 });
    queue.add(answered());
    queue.close();
    queue.add(answered());
    await turns(3);
    expect(asked).toBe(1);
  });
});
