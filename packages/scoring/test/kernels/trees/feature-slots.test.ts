import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SparseRows, withAllCells } from '../../../src/frame/feature-rows.ts';
import { denseVectors } from '../../../src/frame/vector-column.ts';
import type { VectorPart } from '../../../src/frame/vector-part.ts';
import { FeatureSlots } from '../../../src/kernels/trees/feature-slots.ts';
import { partFiller } from '../../../src/kernels/trees/fill-parts.ts';

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

/** Entries at positions below the width. */
const within = (width: number) => (row: Entries) => row.filter(([at]) => at < width);

interface Parts {
  readonly number: number;
  readonly dense: readonly number[];
  readonly sparse: Entries;
  readonly isDense: boolean;
}

/** A number, two dense positions and three that are sparse in some rows: as columns, and row by row. */
function putTogether(rows: readonly Parts[]): { parts: VectorPart[]; values: Float64Array } {
  const spread = rows.map(({ sparse: row }) => [0, 1, 2].map((at) => row.find(([place]) => place === at)?.[1] ?? 0));
  const written = rows.map(({ sparse: row, isDense }, at) =>
    isDense ? (spread[at] as number[]).map((value, place) => [place, value] as const) : row,
  );
  const { starts, indices, values } = sparse(written);
  const number = { kind: 'number', values: Float64Array.from(rows, (row) => row.number) } as const;
  const dense = { ...denseVectors(Float64Array.from(rows.flatMap((row) => row.dense)), rows.length, 2), size: 2 };
  const marks = Uint8Array.from(rows, ({ isDense }) => Number(!isDense));
  const sizes = new Int32Array(rows.length).fill(3);
  return {
    parts: [
      number,
      dense,
      { kind: 'vector', values: values as Float64Array, starts, sizes, indices, sparse: marks, size: 3 },
    ],
    values: Float64Array.from(rows.flatMap((row, at) => [row.number, ...row.dense, ...(spread[at] as number[])])),
  };
}

const unused = (): never => {
  throw new Error('the rows were written out');
};

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

  it('fills in rows that are still columns as it does rows that are written out', () => {
    const cell = fc.constantFrom(0, -0, 1.5, -2, Number.NaN);
    const row = fc.record({
      number: cell,
      dense: fc.tuple(cell, cell),
      sparse: entries.map(within(3)),
      isDense: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(...features),
        fc.nat(7),
        (rows, wanted, skip) => {
          const { parts, values } = putTogether(rows);
          const width = { rowCount: rows.length, columnCount: 6 };
          const given = {
            kind: 'assembled',
            parts,
            filler: partFiller,
            ...width,
            areFinite: unused,
            rows: unused,
          } as const;
          const written = { kind: 'dense', values, ...width } as const;
          const first = skip % rows.length;
          const count = rows.length - first;
          const slots = new FeatureSlots(wanted);
          const [one, other] = [new Float32Array(64).fill(7), new Float32Array(64).fill(7)];
          const hasMissing = slots.fill(given, first, count, one);
          expect(slots.fill(written, first, count, other) && !hasMissing).toBe(false);
          expect(one).toEqual(other);
          const stride = 10;
          const columns = [0, 1].map(() => new Float32Array(wanted.length * stride));
          slots.fillColumns(given, first, count, columns[0] as Float32Array);
          slots.fillColumns(written, first, count, columns[1] as Float32Array);
          for (let slot = 0; slot < wanted.length; slot++) {
            const [mine, theirs] = columns.map((cells) => cells.slice(slot * stride, slot * stride + count));
            expect(mine).toEqual(theirs);
          }
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
