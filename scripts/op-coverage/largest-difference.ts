import type { Answer } from '../../packages/scoring/test/spark/from-mleap-bundle/golden-case.ts';

/** The largest relative difference between two answers of a row; infinite where they are not of one kind. */
export function largestDifference(got: Answer | undefined, wanted: Answer): number {
  if (got === undefined) return Number.POSITIVE_INFINITY;
  if (wanted.skipped === true || got.skipped === true) return got.skipped === wanted.skipped ? 0 : Infinity;
  if (wanted.error !== undefined || got.error !== undefined)
    return got.error !== undefined && wanted.error !== undefined ? 0 : Infinity;
  const names = Object.keys(wanted.output ?? {});
  return Math.max(0, ...names.map((name) => differenceOf(got.output?.[name], wanted.output?.[name])));
}

function differenceOf(got: unknown, wanted: unknown): number {
  const [mine, theirs] = [flat(got), flat(wanted)];
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    if (mine.length !== theirs.length) return Infinity;
    return mine.reduce<number>((most, item, at) => Math.max(most, differenceOf(item, theirs[at])), 0);
  }
  if (typeof mine !== 'number' || typeof theirs !== 'number') return mine === theirs ? 0 : Infinity;
  if (Object.is(mine, theirs) || mine === theirs) return 0;
  const gap = Math.abs(mine - theirs);
  if (gap <= 1e-14) return 0; // sums that cancel
  return Number.isFinite(gap) ? gap / Math.max(Math.abs(theirs), 1e-300) : Infinity;
}

/** Vectors as dense lists, and the texts of NaN and the infinities as numbers. */
function flat(value: unknown): unknown {
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  if (typeof value === 'boolean') return Number(value);
  if (typeof value !== 'object' || value === null || !('type' in value)) return value;
  const { type, size, indices, values } = value as {
    readonly type: string;
    readonly size: number;
    readonly indices: readonly number[];
    readonly values: readonly unknown[];
  };
  if (type !== 'sparse') return values;
  const dense = Array.from({ length: size }, (): unknown => 0);
  indices.forEach((position, at) => (dense[position] = values[at]));
  return dense;
}
