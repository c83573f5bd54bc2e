import { present } from '../util/present.ts';

/** MLeap's basic types (`ml.bundle.BasicType`). */
export const basicTypes = [
  'boolean',
  'byte',
  'short',
  'int',
  'long',
  'float',
  'double',
  'string',
  'byte_string',
] as const;

export type BasicType = (typeof basicTypes)[number];

/** How many values one cell holds. `tensor` of rank 1 and base `double` is what Spark calls a vector. */
export type DataShape = 'scalar' | 'list' | 'tensor' | 'map';

/** The type of one column: a basic type, a shape, and whether a cell may be null. */
export interface DataType {
  readonly base: BasicType;
  readonly shape: DataShape;
  readonly nullable: boolean;
  /** Tensor only: declared sizes, -1 or absent where unknown. */
  readonly dimensions?: readonly number[];
  /** Map only: the type of the keys (`base` is the type of the values). */
  readonly key?: BasicType;
}

export function scalar(base: BasicType, nullable = true): DataType {
  return { base, shape: 'scalar', nullable };
}

export function vector(size?: number): DataType {
  return {
    base: 'double',
    shape: 'tensor',
    nullable: true,
    ...present({ dimensions: size === undefined ? undefined : [size] }),
  };
}

export function list(base: BasicType, nullable = true): DataType {
  return { base, shape: 'list', nullable };
}

/** `double`, `vector[6]`, `list of string`: the words used in messages and by `inspect`. */
export function describeType(type: DataType): string {
  if (type.shape === 'scalar') return type.base;
  if (type.shape === 'list') return `list of ${type.base}`;
  if (type.shape === 'map') return `map of ${type.key ?? 'string'} to ${type.base}`;
  const size = type.dimensions === undefined ? '' : `[${type.dimensions.join(',')}]`;
  return type.base === 'double' && (type.dimensions?.length ?? 1) === 1
    ? `vector${size}`
    : `tensor of ${type.base}${size}`;
}
