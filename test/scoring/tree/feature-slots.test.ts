import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SparseRows, withAllCells } from '../../../src/scoring/frame/feature-rows.ts';
import { FeatureSlots } from '../../../src/scoring/tree/feature-slots.ts';

/** A row as pairs of position and value, in ascending order. */
type Entries = readonly (readonly [number, number])[];

const entries: fc.Arbitrary<Entries> = fc
  .uniqueArray(fc.tuple(fc.nat(5), fc.constantFrom(0, -0, 1.5, -2, Number.NaN)), { selector: ([at]) => at })
  .map((row) => row.sort(([one], [other]) => one - other));

function sparse(rows: readonly Entries[], absent?: 0): SparseRows {
  const starts = [0];
  for (const row of rows) starts.push((starts.at(-1) as number) + row.length);
  const all = rows.flat();
  return {
    kind: 'sparse',
    starts: Int32Array.from(starts),
    indices: Int32Array.from(all, ([at]) => at),
    values: Float64Array.from(all, ([, value]) => value),
    rowCount: rows.length,
    columnCount: 6,
    ...(absent === undefined ? {} : { absent }),
  };
}

/** Features that no row has are at 6 and beyond; 100,000 is beyond the table of slots. */
const features = [[0, 2, 3, 5], [1, 6], [4, 100_000], []];

describe('FeatureSlots', () => {
  it('fills in what a row has, what it lacks, and what its width has no place for', () => {
    fc.assert(
      fc.property(
        fc.array(entries, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...features),
        fc.constantFrom(0, undefined),
        (rows, wanted, absent) => {
          const cellOf = (row: Entries, feature: number) =>
            row.find(([at]) => at === feature)?.[1] ?? (feature < 6 ? (absent ?? Number.NaN) : Number.NaN);
          const expected = rows.map((row) => wanted.map((feature) => cellOf(row, feature)));
          const slots = new FeatureSlots(wanted);
          // One more row than is filled in: room that is left as it is.
          const target = new Float32Array((rows.length + 1) * wanted.length).fill(7);
          const given = sparse(rows, absent);
          const hasMissing = slots.fill(given, 0, rows.length, target);
          const filled = rows.map((_, row) =>
            Array.from(target.subarray(row * wanted.length, (row + 1) * wanted.length)),
          );
          expect(filled).toEqual(expected);
          expect(Array.from(target.subarray(rows.length * wanted.length))).toEqual(wanted.map(() => 7));
          // "Some may be missing" is no mistake, the contrary would be one.
          if (expected.flat().some(Number.isNaN)) expect(hasMissing).toBe(true);

          const stride = rows.length + 2;
          const columns = new Float32Array(wanted.length * stride);
          const hasMissingInColumns = slots.fillColumns(given, 0, rows.length, columns);
          expect(rows.map((_, row) => wanted.map((__, slot) => columns[slot * stride + row]))).toEqual(expected);
          if (expected.flat().some(Number.isNaN)) expect(hasMissingInColumns).toBe(true);
        },
      ),
    );
  });

  it('says that nothing is missing where positions that rows lack are zeros', () => {
    const rows = sparse([[[1, 2]], []], 0);
    const slots = new FeatureSlots([0, 1]);
    expect(slots.fillColumns(rows, 0, 2, new Float32Array(4))).toBe(false);
    expect(slots.fill(rows, 0, 2, new Float32Array(4))).toBe(false);
  });

  it('fills in rows from the middle', () => {
    const rows = sparse([[[0, 1]], [[1, 2]], [[0, 3]]], 0);
    const target = new Float32Array(4);
    new FeatureSlots([0, 1]).fill(rows, 1, 2, target);
    expect(Array.from(target)).toEqual([0, 2, 3, 0]);
  });
});

describe('withAllCells()', () => {
  it('writes zeros where sparse rows have nothing', () => {
    const rows = sparse(
      [
        [[1, 2.5]],
        [],
        [
          [0, -1],
          [5, 4],
        ],
      ],
      0,
    );
    expect(Array.from(withAllCells(rows).values)).toEqual([0, 2.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 4]);
  });
});
