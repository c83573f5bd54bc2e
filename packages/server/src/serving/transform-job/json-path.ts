import { own } from '@catenary/scoring/internal/names';
import { isExactNumber } from './exact-json.ts';
import { isObject } from '../../util/is-object.ts';

/** One step of a path of the batch dialect: names or `*` into objects, indices or one range into arrays. */
type PathStep =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'indices'; readonly indices: readonly number[] }
  | { readonly kind: 'range'; readonly start: number | undefined; readonly end: number | undefined }
  | { readonly kind: 'all' };

export type JsonPath = readonly PathStep[];

/** The path cannot be read (at create), or selects what the record does not have (while a job runs). */
export class JsonPathError extends Error {}

/** Longest path, characters. */
const maxPathLength = 63;

/**
 * Parses a path of DataProcessing: `$`, `.name`, `*`, `['a','b']`, `[n]`, `[n,m]`, `[start:end]` (end exclusive). An
 * evaluator of our own: no eval, no recursion, no filters. Source: developer guide, "Associate Prediction Results with
 * Input Records"; error texts as in the service. `member` is InputFilter or OutputFilter, `contentType` the one it is
 * for: both stand in the messages.
 */
export function parseJsonPath(path: string, member: string, contentType: string): JsonPath {
  const invalid = (why: string) => new JsonPathError(`Invalid ${member}: "${path}". ${why}`);
  if (path.length > maxPathLength) throw invalid(`It is longer than ${maxPathLength} characters.`);
  const odd = /[^$[\]*.\s,:\-'A-Za-z0-9]/.exec(path)?.[0];
  if (odd !== undefined) {
    throw invalid(
      `Unexpected "${odd}" in JsonPath. Supported operators for "${contentType}" are ['$', '[', ']', '*', '.', ' ', ',', ':', '-', ''']`,
    );
  }
  if (!path.startsWith('$')) throw invalid('A JsonPath must start with "$".');
  const steps: PathStep[] = [];
  let rest = path.slice(1);
  while (rest !== '') {
    const token = /^(?:\.([A-Za-z0-9-]+|\*)|\.?\[([^\]]*)\])/.exec(rest);
    if (token === null) throw invalid(`Cannot read it from "${rest}" on.`);
    const [whole, name, bracket] = token;
    steps.push(
      name === undefined
        ? parseBracket(bracket as string, path, invalid)
        : name === '*'
          ? { kind: 'all' }
          : { kind: 'names', names: [name] },
    );
    rest = rest.slice(whole.length);
  }
  return steps;
}

function parseBracket(text: string, path: string, invalid: (why: string) => JsonPathError): PathStep {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length === 1 && parts[0] === '*') return { kind: 'all' };
  if (parts.every((part) => /^'[^']+'$/.test(part)))
    return { kind: 'names', names: parts.map((part) => part.slice(1, -1)) };
  if (parts.every((part) => /^-?\d+$/.test(part))) return { kind: 'indices', indices: parts.map(Number) };
  if (parts.some((part) => part.includes(':'))) {
    const range = parts.length === 1 ? /^(-?\d+)?\s*:\s*(-?\d+)?$/.exec(parts[0] as string) : null;
    if (range === null) {
      throw new JsonPathError(
        `Invalid JsonPath: ${path}: only single range filters of format (eg: [1:5]) are supported. Format [${text}] is not supported`,
      );
    }
    const bound = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits));
    return { kind: 'range', start: bound(range[1]), end: bound(range[2]) };
  }
  throw invalid(`Cannot read "[${text}]".`);
}

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
    const picked = names.map((name) => [name, pickName(value, name)] as const);
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
  if (!Object.hasOwn(object, name)) throw new JsonPathError(`The record has no "${name}".`);
  return own(object, name);
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
