import { own } from '@catenary/scoring/internal/names';
import { isObject } from '../../../util/is-object.ts';
import { plainText } from '../../../util/plain-text.ts';
import type { InferredType } from './cell-type.ts';
import { WeightedItems } from './weighted-items.ts';

/** What statistics.json says of a column, as far as data is compared with it. */
export interface BaselineColumn {
  readonly name: string;
  readonly inferredType: InferredType;
  /** Where it is numeric. */
  readonly items?: WeightedItems;
  /** Where it is text with few values. */
  readonly categories?: ReadonlyMap<string, number>;
}

/** What a statistics.json says, this server's or the service's. What it does not say is not compared. */
export function readStatistics(file: unknown): ReadonlyMap<string, BaselineColumn> {
  const features = isObject(file) && Array.isArray(file.features) ? (file.features as unknown[]) : [];
  return new Map(
    features.flatMap((feature): [string, BaselineColumn][] => {
      if (!isObject(feature) || typeof feature.name !== 'string') return [];
      const { name, inferred_type: type } = feature;
      const column = { name, inferredType: isInferredType(type) ? type : ('Unknown' as const) };
      return [[name, { ...column, ...distributionOf(feature) }]];
    }),
  );
}

const types: readonly unknown[] = ['Fractional', 'Integral', 'String', 'Unknown'] satisfies InferredType[];

export const isInferredType = (value: unknown): value is InferredType => types.includes(value);

function distributionOf(feature: Record<string, unknown>): Pick<BaselineColumn, 'items' | 'categories'> {
  const levels = at(feature, ['numerical_statistics', 'distribution', 'kll', 'sketch', 'data']);
  if (Array.isArray(levels)) return { items: new WeightedItems(levels.map(numbersOf)) };
  const buckets = at(feature, ['string_statistics', 'distribution', 'categorical', 'buckets']);
  return Array.isArray(buckets) ? { categories: new Map(buckets.flatMap(categoryOf)) } : {};
}

const numbersOf = (items: unknown): number[] =>
  Array.isArray(items) ? items.filter((item): item is number => typeof item === 'number') : [];

function categoryOf(bucket: unknown): [string, number][] {
  if (!isObject(bucket) || typeof bucket.count !== 'number') return [];
  const value = plainText(bucket.value);
  return value === undefined ? [] : [[value, bucket.count]];
}

/** The value at a path of names. */
function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner, name) => (isObject(inner) ? own(inner, name) : undefined), value);
}
