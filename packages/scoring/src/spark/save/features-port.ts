import type { ColumnScope } from './column-scope.ts';
import type { Params } from './params.ts';

/** The port `features` of a model, wired to its column. */
export function featuresPort(params: Params, columns: ColumnScope): { readonly features: string } {
  return { features: columns.read(params.string('featuresCol', 'features')) };
}
