import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isolate, type Refusal } from '../../../../src/serving/transform-job/chain/isolate.ts';

/** Groups with these records are refused; the hint names the first of them, if it is known. */
function refusing(bad: ReadonlySet<number>, isTold: boolean, tried: [number, number][] = []) {
  return (from: number, to: number) => {
    tried.push([from, to]);
    const first = Array.from({ length: to - from }, (_, at) => from + at).find((record) => bad.has(record));
    if (first === undefined) return Promise.resolve({ answer: `${from}-${to}` });
    const refusal: Refusal = { error: new Error(`bad ${first}`), concernsGroup: false };
    return Promise.resolve({ refusal: isTold ? { ...refusal, row: first - from } : refusal });
  };
}

const group = fc.integer({ min: 1, max: 60 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    bad: fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { maxLength: 8 }).map((list) => new Set(list)),
    isTold: fc.boolean(),
  }),
);

describe('isolate()', () => {
  it('covers every record once, in order, and refuses the bad ones alone', async () => {
    await fc.assert(
      fc.asyncProperty(group, async ({ count, bad, isTold }) => {
        const pieces = await isolate(count, refusing(bad, isTold), false);
        let next = 0;
        for (const piece of pieces) {
          expect(piece.from).toBe(next);
          next = piece.to;
          if ('refusal' in piece) expect([piece.to - piece.from, bad.has(piece.from)]).toEqual([1, true]);
          else expect(piece.answer).toBe(`${piece.from}-${piece.to}`);
        }
        expect(next).toBe(count);
        expect(pieces.filter((piece) => 'refusal' in piece)).toHaveLength(bad.size);
      }),
    );
  });

  it('finds the first bad record when it is asked for no more', async () => {
    await fc.assert(
      fc.asyncProperty(group, async ({ count, bad, isTold }) => {
        const pieces = await isolate(count, refusing(bad, isTold), true);
        const refused = pieces.filter((piece) => 'refusal' in piece);
        expect(refused.map(({ from }) => from)).toEqual(bad.size === 0 ? [] : [Math.min(...bad)]);
      }),
    );
  });

  it('takes about two attempts for each halving, and few where the row is known', async () => {
    const [halving, told]: [number, number][][] = [[], []];
    await isolate(1024, refusing(new Set([700]), false, halving), false);
    // The whole, and two halves at each of ten levels.
    expect(halving).toHaveLength(21);
    await isolate(1024, refusing(new Set([700]), true, told), false);
    // The whole; what is before 700, 700 itself, and two halves of what is behind it.
    expect(told).toEqual([
      [0, 1024],
      [0, 700],
      [700, 701],
      [701, 862],
      [862, 1024],
    ]);
  });

  it('keeps a refusal that concerns the records together', async () => {
    const refuseAbove = (size: number, concernsGroup: boolean) => (from: number, to: number) =>
      Promise.resolve(
        to - from > size ? { refusal: { error: new Error('together'), concernsGroup } } : { answer: [from, to] },
      );
    expect(await isolate(8, refuseAbove(4, true), false)).toMatchObject([{ from: 0, to: 8, refusal: {} }]);
    expect(await isolate(8, refuseAbove(4, false), false)).toEqual([
      { from: 0, to: 4, answer: [0, 4] },
      { from: 4, to: 8, answer: [4, 8] },
    ]);
  });
});
