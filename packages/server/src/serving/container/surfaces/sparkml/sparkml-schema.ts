import { type BasicType, type DataType, type Schema, ScoringError } from '@catenary/scoring/internal/frame';
import { defined } from '@catenary/scoring/internal/values';
import { isObject } from '../../../../util/is-object.ts';
import { isSchemaType, schemaTypes, typeOfWords } from './schema-types.ts';

/** How the output column is written: one value, or several. */
export type OutputStruct = 'basic' | 'vector' | 'array';

/** `SAGEMAKER_SPARKML_SCHEMA`, checked: columns by position and the one column that is answered. */
export interface SparkmlSchema {
  readonly input: Schema;
  readonly output: { readonly name: string; readonly type: BasicType; readonly struct: OutputStruct };
}

/** Reads a schema of AWS's container. Throws `bad_input`; unknown properties are refused as it does. */
export function readSparkmlSchema(value: unknown): SparkmlSchema {
  const { input, output } = objectOf(value, 'The schema', ['input', 'output']);
  const column = readColumn(output, "The schema's output");
  const isBasic = column.struct === 'basic' || column.struct === 'vector';
  return {
    input: readInputColumns(input),
    output: { ...column, struct: isBasic ? (column.struct as OutputStruct) : 'array' },
  };
}

/** The columns of a schema's `input`. Throws `bad_input`. */
export function readInputColumns(input: unknown): Schema {
  if (!Array.isArray(input)) throw badSchema('The schema has no list "input".');
  const fields = input.map((column, at) => {
    const { name, type, struct } = readColumn(column, `Column ${at} of the schema's input`);
    return { name, type: inputType(name, type, struct) };
  });
  if (new Set(fields.map((field) => field.name)).size < fields.length)
    throw badSchema('The schema names a column twice.');
  return { fields };
}

function readColumn(value: unknown, where: string): { name: string; type: BasicType; struct: string } {
  const { name, type, struct } = objectOf(value, where, ['name', 'type', 'struct']);
  if (typeof name !== 'string') throw badSchema(`${where} has no name.`);
  if (typeof type !== 'string') throw badSchema(`${where} has no type.`);
  if (!isSchemaType(type)) {
    throw badSchema(
      `Data type passed in the request is wrong for one or more columns: "${name}" has "${type}", not one of ${schemaTypes.join(', ')}.`,
    );
  }
  return { name, type, struct: typeof struct === 'string' ? struct : 'basic' };
}

/** Any struct but basic and array behaves as a vector on the way in. */
function inputType(name: string, base: BasicType, struct: string): DataType {
  const isVector = struct !== 'basic' && struct !== 'array';
  if (isVector && base !== 'double') throw badSchema(`Only Double type is supported for vector (column "${name}").`);
  return defined(typeOfWords(base, isVector ? 'vector' : struct));
}

function objectOf(value: unknown, where: string, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw badSchema(`${where} is no JSON object.`);
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw badSchema(`${where} has the unknown property "${unknown}".`);
  return value;
}

function badSchema(message: string): ScoringError {
  return new ScoringError('bad_input', message);
}
