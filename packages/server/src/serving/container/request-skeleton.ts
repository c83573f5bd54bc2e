import type { DataType, Field, Schema } from '@catenary/scoring/internal/frame';
import { structOf } from './surfaces/sparkml/schema-types.ts';

/** The request of the SparkML container (`application/json`) that a bundle takes, with values to be filled in. */
interface RequestSkeleton {
  readonly schema: { readonly input: readonly object[]; readonly output: object };
  readonly data: readonly unknown[];
}

/**
 * A request with the names of AWS's container, answering the last column made; undefined where a column has no such name
 * (maps, byte strings, vectors of anything but double) or nothing is made.
 */
export function requestSkeleton(input: Schema, output: Schema): RequestSkeleton | undefined {
  const answer = output.fields.at(-1);
  if (answer === undefined || ![...input.fields, answer].every(({ type }) => isExpressible(type))) return undefined;
  return {
    schema: { input: input.fields.map(schemaColumn), output: schemaColumn(answer) },
    data: input.fields.map(({ type }) => emptyCell(type)),
  };
}

function isExpressible(type: DataType): boolean {
  if (type.shape === 'map' || type.base === 'byte_string') return false;
  return type.shape !== 'tensor' || (type.base === 'double' && (type.dimensions?.length ?? 1) === 1);
}

function schemaColumn({ name, type }: Field): object {
  return { name, type: type.base, struct: structOf(type) };
}

function emptyCell(type: DataType): unknown {
  const item = type.base === 'string' ? '' : type.base === 'boolean' ? false : 0;
  if (type.shape === 'scalar') return item;
  if (type.shape === 'list') return [item];
  const size = type.dimensions?.[0] ?? -1;
  return Array.from({ length: Math.min(Math.max(size, 1), 100) }, () => item);
}
