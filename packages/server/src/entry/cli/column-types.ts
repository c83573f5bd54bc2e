import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DataType, ModelFiles, Schema } from '@catenary/scoring/internal/frame';
import { defined } from '@catenary/scoring/internal/values';
import { isSchemaType, typeOfWords } from '../../serving/container/surfaces/sparkml/schema-types.ts';

/** Types of columns by name, as far as they are known. */
export type ColumnTypes = ReadonlyMap<string, DataType>;

/**
 * The types of a bundle's inputs, which JSON rows do not show (0.1 may be a float): from `SAGEMAKER_SPARKML_SCHEMA`,
 * else from `schema.json` in the bundle or beside it, with the names of the SparkML container (and `map`). What is not
 * such a schema says nothing.
 */
export async function readColumnTypes(
  path: string,
  files: ModelFiles,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ColumnTypes> {
  const inside = [...files.keys()].find((name) => /^([^/]+\/)?schema\.json$/.test(name));
  const text =
    environment['SAGEMAKER_SPARKML_SCHEMA'] ??
    (inside === undefined
      ? await readFile(join(dirname(path), 'schema.json'), 'utf8').catch(() => '')
      : Buffer.from(defined(files.get(inside))).toString('utf8'));
  try {
    const { input } = JSON.parse(text) as { readonly input?: unknown };
    return new Map(Array.isArray(input) ? input.flatMap(typeOf) : []);
  } catch {
    return new Map();
  }
}

function typeOf(column: unknown): [string, DataType][] {
  if (typeof column !== 'object' || column === null) return [];
  const { name, type, struct = 'basic' } = column as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || !isSchemaType(type) || typeof struct !== 'string') return [];
  const known = typeOfWords(type, struct);
  return known === undefined ? [] : [[name, known]];
}

/** A schema with the types that are given, where they are of the same shape; undefined if that changes nothing. */
export function withTypes(schema: Schema, types: ColumnTypes): Schema | undefined {
  let isChanged = false;
  const fields = schema.fields.map((field) => {
    const stated = types.get(field.name);
    if (stated === undefined || stated.shape !== field.type.shape || stated.base === field.type.base) return field;
    isChanged = true;
    return { name: field.name, type: stated };
  });
  return isChanged ? { fields } : undefined;
}
