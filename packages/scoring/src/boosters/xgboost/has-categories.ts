import type { Booster } from './booster.ts';

/** Whether a model's file stores the categories of columns. */
export function hasCategories({ model }: Booster): boolean {
  return model.kind !== 'gblinear' && (model.categories?.size ?? 0) > 0;
}
