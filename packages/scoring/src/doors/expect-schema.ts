import type { DataType } from '../frame/data-type.ts';
import type { Schema } from '../frame/schema.ts';
import { ScoringError } from '../scoring-error.ts';
import { expectObject } from './expect-count.ts';
import { nearestName } from '../util/nearest-name.ts';
import { shown } from './shown.ts';

const bases = ['boolean', 'byte', 'short', 'int', 'long', 'float', 'double', 'string', 'byte_string'];
const shapes = ['scalar', 'list', 'tensor', 'map'];

/** A schema, as given: named fields of known types. Throws `wrong_type`. */
export function expectSchema(given: unknown, what = 'A schema'): Schema {
  const { fields } = expectObject(given, `${what} is`);
  if (!Array.isArray(fields))
    throw new ScoringError('wrong_type', `${what} has its columns in a list of fields, not in ${shown(fields)}.`);
  const names = new Set<unknown>();
  for (const field of fields as readonly unknown[]) {
    const { name, type } = expectObject(field, 'A field is');
    if (typeof name !== 'string')
      throw new ScoringError('wrong_type', `The name of a field is a text, not ${shown(name)}.`);
    if (names.has(name))
      throw new ScoringError('wrong_type', `${what} has the field "${name}" twice.`, { column: name });
    names.add(name);
    expectType(expectObject(type, `The type of "${name}" is`) as unknown as DataType, name);
  }
  return given as Schema;
}

function expectType({ base, shape, dimensions, key }: DataType, column: string): void {
  expectWord(base, bases, `The base of "${column}"`);
  expectWord(shape, shapes, `The shape of "${column}"`);
  if (key !== undefined) expectWord(key, bases, `The key of "${column}"`);
  const areSizes =
    dimensions === undefined || (Array.isArray(dimensions) && dimensions.every((size) => Number.isInteger(size)));
  if (!areSizes)
    throw new ScoringError('wrong_type', `The dimensions of "${column}" are a list of whole numbers.`, { column });
}

function expectWord(given: unknown, words: readonly string[], what: string): void {
  if (words.includes(given as string)) return;
  const end = typeof given === 'string' ? nearestName(given, words) : `; there are ${words.join(', ')}.`;
  throw new ScoringError('wrong_type', `${what} is ${shown(given)}${end}`);
}
