import { BatchOptionError } from './batch-option-error.ts';

/** One step of a path of the batch dialect: names or `*` into objects, indices or one range into arrays. */
export type PathStep =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'indices'; readonly indices: readonly number[] }
  | { readonly kind: 'range'; readonly start: number | undefined; readonly end: number | undefined }
  | { readonly kind: 'all' };

export type JsonPath = readonly PathStep[];

/** Longest path, characters. */
const maxPathLength = 63;

/**
 * Parses a path of DataProcessing: `$`, `.name`, `*`, `['a','b']`, `[n]`, `[n,m]`, `[start:end]` (end exclusive). An
 * evaluator of our own: no eval, no recursion, no filters. Source: developer guide, "Associate Prediction Results with
 * Input Records"; error texts as in the service. `member` is InputFilter or OutputFilter, `contentType` the one it is
 * for: both stand in the messages. Throws `BatchOptionError`.
 */
export function parseJsonPath(path: string, member: string, contentType: string): JsonPath {
  const invalid = (why: string) => new BatchOptionError(`Invalid ${member}: "${path}". ${why}`);
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

function parseBracket(text: string, path: string, invalid: (why: string) => BatchOptionError): PathStep {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length === 1 && parts[0] === '*') return { kind: 'all' };
  if (parts.every((part) => /^'[^']+'$/.test(part)))
    return { kind: 'names', names: parts.map((part) => part.slice(1, -1)) };
  if (parts.every((part) => /^-?\d+$/.test(part))) return { kind: 'indices', indices: parts.map(Number) };
  if (parts.some((part) => part.includes(':'))) {
    const range = parts.length === 1 ? /^(-?\d+)?\s*:\s*(-?\d+)?$/.exec(parts[0] as string) : null;
    if (range === null) {
      throw new BatchOptionError(
        `Invalid JsonPath: ${path}: only single range filters of format (eg: [1:5]) are supported. Format [${text}] is not supported`,
      );
    }
    const bound = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits));
    return { kind: 'range', start: bound(range[1]), end: bound(range[2]) };
  }
  throw invalid(`Cannot read "[${text}]".`);
}
