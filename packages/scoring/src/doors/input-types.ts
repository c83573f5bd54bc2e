import { type BasicType, basicTypes, type DataType, describeType, list, scalar, vector } from '../frame/data-type.ts';
import type { Schema } from '../frame/schema.ts';
import { ScoringError } from '../scoring-error.ts';
import { nearestName } from '../util/nearest-name.ts';
import type { Feature } from './model.ts';
import { shown } from './shown.ts';

/**
 * Column → type in words, as `inputs` of a model has them: `double`, `vector`, `vector[6]`, `list of string`,
 * `map of string to double`.
 */
export type InputTypes = Readonly<Record<string, string>>;

/** The schema that the words describe. Throws `wrong_type`. */
export function readInputTypes(given: InputTypes): Schema {
  return { fields: Object.entries(given).map(([name, word]) => ({ name, type: readType(word, name) })) };
}

function readType(word: unknown, column: string): DataType {
  if (typeof word !== 'string') throw noType(word, column);
  const [, size] = /^vector(?:\[(\d+)\])?$/.exec(word) ?? [];
  if (word.startsWith('vector')) {
    if (word !== 'vector' && size === undefined) throw noType(word, column);
    return vector(size === undefined ? undefined : Number(size));
  }
  const ofList = /^list of (\w+)$/.exec(word)?.[1];
  if (ofList !== undefined) return list(baseOf(ofList, column));
  const [, key, value] = /^map of (\w+) to (\w+)$/.exec(word) ?? [];
  if (key !== undefined && value !== undefined)
    return { base: baseOf(value, column), shape: 'map', nullable: true, key: baseOf(key, column) };
  return scalar(baseOf(word, column));
}

function baseOf(word: string, column: string): BasicType {
  const base = basicTypes.find((known) => known === word);
  if (base === undefined) throw noType(word, column);
  return base;
}

function noType(given: unknown, column: string): ScoringError {
  const end = typeof given === 'string' ? nearestName(given, [...basicTypes, 'vector', 'list of string']) : '.';
  const text = `The type of the input "${column}" is ${shown(given)}${end}`;
  return new ScoringError('wrong_type', text, { column, value: given });
}

/** The columns of a schema as a model has them. */
export function featuresOf({ fields }: Schema): Feature[] {
  return fields.map(({ name, type }) => ({
    name,
    type: kindOf(type),
    dataType: describeType(type),
  }));
}

function kindOf({ base, shape }: DataType): Feature['type'] {
  if (shape === 'tensor') return 'vector';
  if (shape !== 'scalar') return shape;
  if (base === 'string' || base === 'byte_string') return 'string';
  return base === 'boolean' ? 'boolean' : 'number';
}
