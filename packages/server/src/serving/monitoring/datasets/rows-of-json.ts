import { plainName } from '@catenary/scoring/internal/text';
import { isObject } from '../../../util/is-object.ts';
import { isExactNumber, parseExactJson, writeExactJson } from '../../transform-job/records/exact-json.ts';
import type { Cell } from '../analysis/column-profile.ts';

/** Cells that have names, or stand at positions. */
export interface Cells {
  readonly named: ReadonlyMap<string, Cell>;
  readonly placed: readonly Cell[];
}

/** Nested values get the names of their path, with points between: `a.b`, `scores.0`. Values below this depth are text. */
const maxDepth = 8;

/** The rows of a JSON document: a list of objects or lists has a row for each of them; anything else is one row. Throws `SyntaxError`. */
export function rowsOfJson(text: string): Cells[] {
  const value = parseExactJson(text);
  const isList = Array.isArray(value) && value.length > 0 && value.every((item) => isNested(item));
  return (isList ? (value as unknown[]) : [value]).map(cellsOf);
}

function cellsOf(value: unknown): Cells {
  if (Array.isArray(value)) return { named: new Map(), placed: value.map(cellOf) };
  if (!isObject(value) || isExactNumber(value)) return { named: new Map(), placed: [cellOf(value)] };
  const named = new Map<string, Cell>();
  flatten(value, [], named);
  return { named, placed: [] };
}

function flatten(value: object, path: readonly string[], into: Map<string, Cell>): void {
  for (const [key, inner] of Object.entries(value)) {
    const names = [...path, plainName(key)];
    if (isNested(inner) && names.length < maxDepth) flatten(inner, names, into);
    else into.set(names.join('.'), cellOf(inner));
  }
}

const isNested = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !isExactNumber(value);

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'string' ? value : writeExactJson(value);
}
