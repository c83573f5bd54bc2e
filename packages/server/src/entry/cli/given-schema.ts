import type { ModelFiles, Schema } from '@catenary/scoring/internal/frame';
import { readColumnTypes } from './column-types.ts';

/** The input columns of a model as they were given with it, in the order of `readColumnTypes`; undefined if they were not. */
export async function givenSchema(path: string, files: ModelFiles): Promise<Schema | undefined> {
  const types = await readColumnTypes(path, files, process.env);
  return types.size === 0 ? undefined : { fields: [...types].map(([name, type]) => ({ name, type })) };
}
