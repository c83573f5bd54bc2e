import { present } from '@catenary/scoring/internal/values';
import type { ColumnProfile, NumberSummary } from './column-profile.ts';
import type { DataProfile } from './data-profile.ts';
import { kllParameters } from './kll-sketch.ts';
import { WeightedItems } from './weighted-items.ts';

/** Buckets of a distribution, of equal width. */
const bucketCount = 10;

/** statistics.json of some data (developer guide, "Schema for Statistics"). */
export function statisticsFile(profile: DataProfile): object {
  return {
    version: 0,
    dataset: { item_count: profile.rowCount },
    features: profile.columns.map((column) => ({
      name: column.name,
      inferred_type: column.type,
      ...blockOf(column),
    })),
  };
}

function blockOf(column: ColumnProfile): object {
  const common = { num_present: column.present, num_missing: column.missing };
  if (column.type === 'String') return { string_statistics: { common, ...textStatistics(column) } };
  const { numbers } = column;
  return numbers === undefined ? {} : { numerical_statistics: { common, ...numericalStatistics(numbers) } };
}

function textStatistics({ distinctCount, categories }: ColumnProfile): object {
  const buckets = [...(categories ?? [])].map(([value, count]) => ({ value, count }));
  const distribution = categories === undefined ? undefined : { categorical: { buckets } };
  return { distinct_count: distinctCount, ...present({ distribution }) };
}

function numericalStatistics({ mean, sum, standardDeviation, min, max, sketch }: NumberSummary): object {
  const kll = {
    buckets: bucketsOf(new WeightedItems(sketch.levels), { min, max }),
    sketch: { parameters: kllParameters, data: sketch.levels },
  };
  return { mean, sum, std_dev: standardDeviation, min, max, distribution: { kll } };
}

/** The upper bound of a bucket belongs to the next one, except for that of the last. */
function bucketsOf(items: WeightedItems, { min, max }: Pick<NumberSummary, 'min' | 'max'>): object[] {
  const bound = (at: number) => (at === bucketCount ? max : min + ((max - min) * at) / bucketCount);
  return Array.from({ length: bucketCount }, (_, at) => {
    const end = at === bucketCount - 1 ? items.rank(bound(at + 1)) : items.rankBelow(bound(at + 1));
    return { lower_bound: bound(at), upper_bound: bound(at + 1), count: end - items.rankBelow(bound(at)) };
  });
}
