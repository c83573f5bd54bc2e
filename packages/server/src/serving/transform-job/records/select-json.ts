import { own } from '@catenary/scoring/internal/names';
import { markedName } from '@catenary/scoring/internal/text';
import { isObject } from '../../../util/is-object.ts';
import type { JsonPath, PathStep } from '../plan/json-path.ts';
import { isExactNumber } from './exact-json.ts';
import { JsonPathError } from './json-path-error.ts';

/** What a path selects. Several names keep their keys (an object); several indices and ranges give an array. */
export function selectJson(path: JsonPath, record: unknown): unknown {
  let value = record;
  for (const step of path) value = selectStep(step, value);
  return value;
}

function selectStep(step: PathStep, value: unknown): unknown {
  if (step.kind === 'all') return Array.isArray(value) ? value : Object.values(asObject(value, '*'));
  if (step.kind === 'names') {
    const { names } = step;
    const picked = names.map((name) => [markedName(name), pickName(value, name)] as const);
    return names.length === 1 ? picked[0]?.[1] : Object.fromEntries(picked);
  }
  const array = asArray(value);
  if (step.kind === 'range') return array.slice(step.start, step.end);
  const picked = step.indices.map((index) => pickIndex(array, index));
  return step.indices.length === 1 ? picked[0] : picked;
}

/** What a path without names selects of a CSV row: always a row. */
export function selectFields(path: JsonPath, fields: readonly string[]): readonly string[] {
  let row = fields;
  for (const step of path) {
    if (step.kind === 'range') row = row.slice(step.start, step.end);
    else if (step.kind === 'indices') row = step.indices.map((index) => pickIndex(row, index));
  }
  return row;
}

function pickIndex<T>(array: readonly T[], index: number): T {
  const picked = array.at(index);
  // JSON has no undefined, as it has null.
  if (picked !== undefined) return picked;
  throw new JsonPathError(`Index ${index} is outside the record of ${array.length} fields.`);
}

function pickName(value: unknown, name: string): unknown {
  const object = asObject(value, name);
  if (!Object.hasOwn(object, markedName(name))) throw new JsonPathError(`The record has no "${name}".`);
  return own(object, markedName(name));
}

function asObject(value: unknown, name: string): Record<string, unknown> {
  if (isJsonObject(value)) return value;
  throw new JsonPathError(`"${name}" cannot be selected: the value there is no object.`);
}

export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !isExactNumber(value);
}

function asArray(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new JsonPathError('A position cannot be selected: the value there is no array.');
}
