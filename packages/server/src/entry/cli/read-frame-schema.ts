import {
  type BasicType,
  type DataType,
  type Field,
  list,
  type Schema,
  scalar,
  vector,
} from '@catenary/scoring/internal/frame';
import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import { isObject } from '../../util/is-object.ts';

/** Spark's names of the types that the stages of a pipeline read. */
const basicTypes: Readonly<Record<string, BasicType>> = {
  boolean: 'boolean',
  byte: 'byte',
  short: 'short',
  integer: 'int',
  long: 'long',
  float: 'float',
  double: 'double',
  string: 'string',
  binary: 'byte_string',
};

/** Whether a value is the schema of a data frame, as Spark writes it (`df.schema.json()`). */
export const isFrameSchema = (value: unknown): value is FrameSchema =>
  isObject(value) && value['type'] === 'struct' && Array.isArray(value['fields']);

interface FrameSchema {
  readonly fields: readonly unknown[];
}

/**
 * The columns of a data frame of Spark with what their metadata says: sizes of vectors, labels of indices. Columns of types that no
 * stage reads, such as dates, are left out.
 */
export function readFrameSchema({ fields }: FrameSchema): Schema {
  const read = fields.flatMap((field) => readField(field) ?? []);
  const names = new Set<string>();
  for (const { name } of read) {
    if (names.has(name)) throw new Error(`The schema names the column "${name}" twice.`);
    names.add(name);
  }
  return { fields: read };
}

function readField(field: unknown): Field | undefined {
  if (!isObject(field) || typeof field['name'] !== 'string') throw new Error('A column of the schema has no name.');
  const attribute = attributeOf(field['metadata']);
  const type = readType(field['type'], attribute);
  return type && { name: field['name'], type, ...present({ labels: labelsOf(attribute) }) };
}

function readType(type: unknown, attribute: Readonly<Record<string, unknown>>): DataType | undefined {
  if (typeof type === 'string') {
    const base = own(basicTypes, type);
    return base && scalar(base);
  }
  if (!isObject(type)) return undefined;
  if (type['type'] === 'udt') return isVector(type['class']) ? vector(sizeOf(attribute)) : undefined;
  const { elementType } = type;
  const base = type['type'] === 'array' && typeof elementType === 'string' ? own(basicTypes, elementType) : undefined;
  return base && list(base);
}

/** Those of Spark ML; `mllib` has a class of the same name. */
const isVector = (name: unknown) => name === 'org.apache.spark.ml.linalg.VectorUDT';

/** What Spark ML knows of a column besides its type. */
function attributeOf(metadata: unknown): Readonly<Record<string, unknown>> {
  const attribute = isObject(metadata) ? metadata['ml_attr'] : undefined;
  return isObject(attribute) ? attribute : {};
}

function sizeOf({ num_attrs: size }: Readonly<Record<string, unknown>>): number | undefined {
  return typeof size === 'number' && Number.isSafeInteger(size) && size > 0 ? size : undefined;
}

function labelsOf({ vals }: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  return Array.isArray(vals) && vals.every((label) => typeof label === 'string') ? vals : undefined;
}
