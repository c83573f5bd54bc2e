import { type BasicType, basicTypes, type DataType } from '@catenary/scoring/internal/frame';
import { own } from '@catenary/scoring/internal/names';

/** How many values a cell holds, in the words of AWS's SparkML schema; `map` is ours. */
export type SchemaStruct = 'basic' | 'array' | 'vector' | 'map';

/** Types of values in a SparkML schema. */
export const schemaTypes: readonly BasicType[] = basicTypes.filter((type) => type !== 'byte_string');

const shapes: Readonly<Record<SchemaStruct, Omit<DataType, 'base'>>> = {
  basic: { shape: 'scalar', nullable: true },
  array: { shape: 'list', nullable: true },
  vector: { shape: 'tensor', nullable: true },
  map: { shape: 'map', nullable: true, key: 'string' },
};

const structs: Readonly<Record<DataType['shape'], SchemaStruct>> = {
  scalar: 'basic',
  list: 'array',
  tensor: 'vector',
  map: 'map',
};

/** Whether a word of a schema names a type of values. */
export function isSchemaType(word: unknown): word is BasicType {
  return (schemaTypes as readonly unknown[]).includes(word);
}

/** The type of a column by the words of a schema; undefined for a struct that there is not. */
export function typeOfWords(base: BasicType, struct: string): DataType | undefined {
  const shape = own(shapes, struct);
  return shape && { base, ...shape };
}

/** The word for how many values a cell of a type holds. */
export function structOf({ shape }: DataType): SchemaStruct {
  return structs[shape];
}
