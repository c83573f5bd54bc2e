import type { Feature } from './model.ts';

/** A column of a booster that treats missing cells by itself: a category if the file stores its values, else a number. */
export function boosterFeature(name: string, categories: readonly unknown[] | undefined): Feature {
  if (categories === undefined) return { name, type: 'number', mayBeMissing: true };
  return { name, type: 'category', categories: categories as Feature['categories'] & object, mayBeMissing: true };
}
