import { own } from '@catenary/scoring/internal/names';
import { isObject } from '../util/is-object.ts';
import { jsonPrefix } from '../util/json-prefix.ts';
import { matchesPattern } from './pattern.ts';
import type { ServiceModel, Shape } from './shape.ts';

/** One broken constraint: where, and the service's own words for it. */
export interface ShapeFailure {
  /** lowerCamel, list items as `<name>.<1-based>.member`. */
  readonly path: string;
  readonly message: string;
}

interface Walk {
  readonly model: ServiceModel;
  readonly failures: ShapeFailure[];
  /** Of the value that is looked at; empty for the whole body. */
  readonly path: string;
}

/** The most failures that a message names: of thousands, the first ones are enough to mend the request. */
const maxFailures = 10;
/** A value is shown by its first characters. */
const maxShownLength = 256;

/** A value of the wrong JSON type: the request cannot be read at all (AWS: SerializationException). */
export class WrongTypeError extends Error {}

/**
 * Checks a request body against its input shape and returns the broken constraints in the service's words, the first
 * ten of them. Members the model does not know are ignored, as AWS does.
 * Throws `WrongTypeError` when a value has another JSON type than its shape.
 */
export function checkShape(model: ServiceModel, shapeName: string, value: unknown): ShapeFailure[] {
  const walk: Walk = { model, failures: [], path: '' };
  checkValue(walk, shapeName, value);
  return walk.failures;
}

/** The one message that AWS makes of several failures. */
export function describeFailures(failures: readonly ShapeFailure[]): string {
  const count = failures.length === 1 ? '1 validation error' : `${failures.length} validation errors`;
  return `${count} detected: ${failures.map((failure) => failure.message).join('; ')}`;
}

/** The same walk at another place. */
const below = ({ model, failures }: Walk, path: string): Walk => ({ model, failures, path });

function checkValue(walk: Walk, shapeName: string, value: unknown): void {
  const shape = own(walk.model.shapes, shapeName);
  if (shape === undefined) throw new Error(`model has no shape ${shapeName}`);
  assertType(shape, value, walk.path);
  if (shape.type === 'structure') checkStructure(walk, shape, value as Record<string, unknown>);
  else if (shape.type === 'list') checkList(walk, shape, value as unknown[]);
  else if (shape.type === 'map') checkMap(walk, shape, value as Record<string, unknown>);
  else checkScalar(walk, shape, value as string | number);
}

const fits: Readonly<Record<Shape['type'], (value: unknown) => boolean>> = {
  structure: isObject,
  map: isObject,
  list: Array.isArray,
  string: (value) => typeof value === 'string',
  blob: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isInteger,
  long: Number.isInteger,
  float: (value) => typeof value === 'number',
  double: (value) => typeof value === 'number',
  timestamp: (value) => typeof value === 'number' && Number.isFinite(value),
};

function assertType(shape: Shape, value: unknown, path: string): void {
  if (!fits[shape.type](value))
    throw new WrongTypeError(`${path === '' ? 'The request body' : `Member '${path}'`} must be of type ${shape.type}`);
}

function checkStructure(walk: Walk, shape: Shape, value: Record<string, unknown>): void {
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const place = below(walk, walk.path === '' ? lowerCamel(name) : `${walk.path}.${lowerCamel(name)}`);
    const memberValue = own(value, name);
    if (memberValue !== undefined && memberValue !== null) checkValue(place, member.shape, memberValue);
    else if (shape.required?.includes(name) === true) fail(place, null, 'Member must not be null');
  }
}

function checkList(walk: Walk, shape: Shape, value: unknown[]): void {
  checkLength(walk, shape, value);
  value.forEach((item, index) =>
    checkValue(below(walk, `${walk.path}.${index + 1}.member`), shape.member as string, item),
  );
}

function checkMap(walk: Walk, shape: Shape, value: Record<string, unknown>): void {
  checkLength(walk, shape, value);
  const inner = (shapeName: string, part: unknown): ShapeFailure[] => {
    const innerWalk: Walk = { ...walk, failures: [] };
    checkValue(innerWalk, shapeName, part);
    return innerWalk.failures;
  };
  const phrasesOf = (failures: ShapeFailure[]) =>
    failures.map(({ message }) => message.replace(/^.*? constraint: /, ''));
  for (const [key, item] of Object.entries(value)) {
    const badKey = phrasesOf(inner(shape.key as string, key));
    const badValue = phrasesOf(inner(shape.value as string, item));
    if (badKey.length > 0) fail(walk, value, `Map keys must satisfy constraint: [${badKey.join(', ')}]`);
    if (badValue.length > 0) fail(walk, value, `Map value must satisfy constraint: [${badValue.join(', ')}]`);
  }
}

function checkScalar(walk: Walk, shape: Shape, value: string | number | boolean): void {
  if (typeof value === 'string') {
    checkLength(walk, shape, value);
    // Length first: only a value of valid length is worth a regular expression.
    if (shape.pattern !== undefined && value.length <= (shape.max ?? 8192) && !matchesPattern(shape.pattern, value)) {
      fail(walk, value, `Member must satisfy regular expression pattern: ${shape.pattern}`);
    }
    if (shape.enum !== undefined && !shape.enum.includes(value)) {
      fail(walk, value, `Member must satisfy enum value set: [${shape.enum.join(', ')}]`);
    }
  } else if (typeof value === 'number' && shape.type !== 'timestamp') {
    if (shape.max !== undefined && value > shape.max)
      fail(walk, value, `Member must have value less than or equal to ${shape.max}`);
    if (shape.min !== undefined && value < shape.min)
      fail(walk, value, `Member must have value greater than or equal to ${shape.min}`);
  }
}

/** Characters of a text, items of a list, entries of a map. */
function checkLength(walk: Walk, shape: Shape, value: string | unknown[] | Record<string, unknown>): void {
  const { length } = typeof value === 'string' || Array.isArray(value) ? value : Object.keys(value);
  if (shape.max !== undefined && length > shape.max)
    fail(walk, value, `Member must have length less than or equal to ${shape.max}`);
  if (shape.min !== undefined && length < shape.min)
    fail(walk, value, `Member must have length greater than or equal to ${shape.min}`);
}

function fail({ failures, path }: Walk, value: unknown, phrase: string): void {
  if (failures.length >= maxFailures) return;
  const shown = value === null ? 'null' : `'${shorten(value)}'`;
  failures.push({ path, message: `Value ${shown} at '${path}' failed to satisfy constraint: ${phrase}` });
}

function shorten(value: unknown): string {
  const text = typeof value === 'object' ? jsonPrefix(value, maxShownLength + 1) : String(value);
  return text.length > maxShownLength ? `${text.slice(0, maxShownLength)}...` : text;
}

const lowerCamel = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
