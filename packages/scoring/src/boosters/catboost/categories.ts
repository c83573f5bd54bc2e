import type { DenseRows } from '../../frame/feature-rows.ts';
import { encodeUtf8 } from '../../text/encode-utf8.ts';
import { cityHash64 } from './city-hash.ts';

/** A part of the key under which a combination of features stands in a table. */
export type KeyPart =
  | { readonly kind: 'category'; readonly column: number }
  | { readonly kind: 'above'; readonly column: number; readonly border: number; readonly isMissingAbove: boolean }
  | { readonly kind: 'equal'; readonly column: number; readonly hash: number };

/** A statistic of the target by category, as a column of its own. */
export interface TargetStatistic {
  readonly kind: 'statistic';
  /** Categories first, then float conditions, then equal ones. */
  readonly key: readonly KeyPart[];
  readonly type: string;
  readonly targetBorder: number;
  readonly priorNumerator: number;
  readonly priorDenominator: number;
  readonly shift: number;
  readonly scale: number;
  readonly table: StatisticTable;
}

export interface StatisticTable {
  /** Counts by class, a single count, or a sum and a count, by the unsigned key. */
  readonly counts: ReadonlyMap<bigint, readonly number[]>;
  readonly denominator: number;
}

/** A column that is worked out of others: 1 for a category and 0 for all others, or a statistic. */
export type DerivedColumn =
  | { readonly kind: 'one-hot'; readonly column: number; readonly hash: number }
  | TargetStatistic;

/** Hashes of categories, a list of rows for each categorical column. */
export type Categories = ReadonlyMap<number, Int32Array>;

/** How CatBoost mixes a key with the next part. */
const MIX = 0x4906ba494954cb65n;

/** The hash of a category: the low 32 bits, with their sign, of its text in UTF-8. */
export function hashCategory(text: string): number {
  return Number(BigInt.asIntN(32, cityHash64(encodeUtf8(text))));
}

/** Undefined for fractions and missing cells, which CatBoost does not take for categories. */
export function categoryText(cell: unknown): string | undefined {
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'boolean') return cell ? '1' : '0';
  const isWhole = typeof cell === 'bigint' || (typeof cell === 'number' && Number.isInteger(cell));
  return isWhole ? BigInt(cell).toString() : undefined;
}

/** The key of parts with one more. */
export function mixKey(key: bigint, part: bigint): bigint {
  return BigInt.asUintN(64, MIX * (key + MIX * part));
}

/** The columns of a model: this many that are given, and those worked out of them. */
export interface ModelColumns {
  readonly featureCount: number;
  readonly derived: readonly DerivedColumn[];
}

/** The rows with the derived columns behind them. */
export function withDerived(
  rows: DenseRows,
  { featureCount: width, derived }: ModelColumns,
  categories: Categories,
): DenseRows {
  const columnCount = width + derived.length;
  const values = new Float64Array(rows.rowCount * columnCount);
  for (let row = 0; row < rows.rowCount; row++) {
    const start = row * rows.columnCount;
    const cells = rows.values.subarray(start, start + width);
    values.set(cells, row * columnCount);
    const hashOf = (column: number) => categories.get(column)?.[row] ?? 0;
    derived.forEach((column, at) => {
      values[row * columnCount + width + at] =
        column.kind === 'one-hot'
          ? Number(hashOf(column.column) === column.hash)
          : statisticOf(column, keyOf(column.key, cells, hashOf));
    });
  }
  return { kind: 'dense', values, rowCount: rows.rowCount, columnCount };
}

function keyOf(parts: readonly KeyPart[], cells: ArrayLike<number>, hashOf: (column: number) => number): bigint {
  let key = 0n;
  for (const part of parts) key = mixKey(key, partOf(part, cells, hashOf));
  return key;
}

function partOf(part: KeyPart, cells: ArrayLike<number>, hashOf: (column: number) => number): bigint {
  if (part.kind === 'category') return BigInt(hashOf(part.column));
  if (part.kind === 'equal') return BigInt(hashOf(part.column) === part.hash);
  const value = cells[part.column];
  return BigInt(Number.isNaN(value) ? part.isMissingAbove : Math.fround(value) > part.border);
}

/** In float32 as the library. An unknown combination has been seen never. Source: `ctr_provider` of CatBoost 1.2. */
function statisticOf(statistic: TargetStatistic, key: bigint): number {
  const { priorNumerator, priorDenominator, shift, scale, table } = statistic;
  const [good, total] = seen(statistic, table.counts.get(key));
  const share = Math.fround(Math.fround(good + priorNumerator) / Math.fround(total + priorDenominator));
  return Math.fround(Math.fround(share + shift) * scale);
}

function seen(
  { type, targetBorder, table }: TargetStatistic,
  counts: readonly number[] = [],
): readonly [number, number] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  switch (type) {
    case 'Counter':
    case 'FeatureFreq':
      return [counts[0] ?? 0, table.denominator];
    case 'BinarizedTargetMeanValue':
    case 'FloatTargetMeanValue':
      return [counts[0] ?? 0, counts[1] ?? 0];
    case 'Buckets':
      return [counts[targetBorder] ?? 0, total];
    default:
      return [counts.slice(targetBorder + 1).reduce((sum, count) => sum + count, 0), total];
  }
}
