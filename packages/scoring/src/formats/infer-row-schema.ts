import { type DataType, list, scalar, vector } from '../frame/data-type.ts';
import type { Schema } from '../frame/schema.ts';
import { isWrittenDouble } from './json-rows.ts';

/**
 * The types of the columns of parsed lines (`parseJsonRow`), from their cells: a number is a double unless all are written as
 * whole numbers, which are ints (longs beyond 32 bits); an object with `values` is a vector, an array a list. `known` says what
 * a column of nulls alone is, or of the words for NaN and the infinities; an unknown one is a double.
 */
export function inferRowSchema(rows: readonly unknown[], known?: Schema): Schema {
  const types = new Map<string, DataType | undefined>();
  for (const row of rows) {
    if (typeof row !== 'object' || row === null) continue;
    for (const [name, cell] of Object.entries(row)) types.set(name, widen(types.get(name), cellType(cell)));
  }
  const fields = [...types].map(([name, type]) => {
    return { name, type: type ?? known?.fields.find((field) => field.name === name)?.type ?? scalar('double') };
  });
  return { fields };
}

const words = new Set(['NaN', 'Infinity', '-Infinity']);

function cellType(cell: unknown): DataType | undefined {
  if (cell === null) return undefined;
  if (typeof cell === 'boolean') return scalar('boolean');
  if (typeof cell === 'string') return words.has(cell) ? undefined : scalar('string');
  if (typeof cell === 'number') return numberType(cell);
  if (typeof cell === 'bigint') return scalar('long');
  if (isWrittenDouble(cell)) return scalar('double');
  if (Array.isArray(cell))
    return list(cell.some((item) => typeof item === 'string' && !words.has(item)) ? 'string' : 'double');
  return 'values' in (cell as object) ? vector() : { base: 'double', shape: 'map', nullable: true, key: 'string' };
}

function numberType(value: number): DataType {
  if (!Number.isInteger(value)) return scalar('double');
  return scalar(value === (value | 0) ? 'int' : 'long');
}

/** The type that holds both. */
function widen(known: DataType | undefined, found: DataType | undefined): DataType | undefined {
  if (known === undefined || found === undefined) return known ?? found;
  if (known.shape !== 'scalar' || found.shape !== 'scalar') return known.base === 'string' ? known : found;
  const order = ['boolean', 'int', 'long', 'double', 'string'];
  return order.indexOf(found.base) > order.indexOf(known.base) ? found : known;
}
