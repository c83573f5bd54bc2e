import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DriftWatch } from '../../../src/serving/drift/drift-watch.ts';

const csv = (text: string) => ({ body: Buffer.from(text), contentType: 'text/csv' });
const asked = (request: string, answer: string) => ({ request: csv(request), answer: csv(answer), steps: [] });

function open({ readBaseline }: { readBaseline?: () => Promise<Buffer> } = {}) {
  let now = 0;
  const watch = new DriftWatch({ readBaseline, parse: () => new Map(), clock: () => now });
  return { watch, wait: (ms: number) => (now += ms) };
}

describe('DriftWatch', () => {
  it('looks at five requests in a second, however many there are', () => {
    const { watch, wait } = open();
    const sampled = () => Array.from({ length: 1000 }, () => watch.isSampled()).filter(Boolean).length;
    expect(sampled()).toBe(5);
    wait(200);
    expect(sampled()).toBe(1);
    // What was not used is not saved up.
    wait(60_000);
    expect(sampled()).toBe(5);
  });

  it('reads requests of several rows with their answers, and what containers answered between', async () => {
    const { watch } = open();
    watch.add({ ...asked('1,a\n2,b\n', '0.5\n0.6\n'), steps: [{ ...csv('7\n8\n'), container: 'first' }] });
    await nextTurn();
    await nextTurn();
    const { boundaries, requests } = await watch.describe();
    expect(requests).toBe(1);
    expect(boundaries).toMatchObject([
      {
        boundary: 'endpoint',
        rows: 2,
        columns: [{ column: '_c0' }, { column: '_c1' }, { column: '_c2', distinct: 2 }],
      },
      { boundary: 'first', rows: 2, columns: [{ column: '_c0', values: 2 }] },
    ]);
  });

  it('keeps what it takes: a buffer may be used again once the caller has its answer', async () => {
    const { watch } = open();
    const request = csv('1');
    watch.add({ request, answer: csv('2'), steps: [] });
    request.body.fill('9');
    await nextTurn();
    await nextTurn();
    const [boundary] = (await watch.describe()).boundaries;
    expect(boundary?.columns.map(({ distinct }) => distinct)).toEqual([1, 1]);
  });

  it('counts what it cannot read, and takes nothing large', async () => {
    const { watch } = open();
    watch.add({ ...asked('1', '2'), answer: { body: Buffer.from('{'), contentType: 'application/json' } });
    watch.add(asked('x'.repeat(70_000), '1'));
    await nextTurn();
    await nextTurn();
    expect(await watch.describe()).toMatchObject({ requests: 1, unread: 1 });
  });

  it('says why a baseline cannot be read, and goes on by the first rows', async () => {
    const { watch } = open({ readBaseline: () => Promise.reject(new Error('no such key')) });
    expect(await watch.describe()).toMatchObject({
      problem: 'The baseline cannot be read: no such key',
      boundaries: [{ baseline: 'gathering' }],
    });
  });
});
