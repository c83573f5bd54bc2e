import { jsonExcess } from '../../util/json-excess.ts';
import { ArtifactError } from './artifact-error.ts';

/** A file below this size takes 300 MB at most when it is parsed, whatever it holds. */
const smallBytes = 16 * 1024 ** 2;

/** An empty list takes some 50 bytes where the file has three, and a number at least 8. Forests of a million nodes are far below. */
const limits = { depth: 2_000, groups: 8_000_000, values: 100_000_000 };

const what = {
  depth: `nests lists and objects more than ${limits.depth} deep`,
  groups: `has more than ${limits.groups} lists and objects`,
  values: `has more than ${limits.values} values`,
};

/**
 * Refuses a large file of JSON, or UBJSON, that would take far more memory than its size: `JSON.parse` can neither be interrupted nor be asked what
 * it takes. Throws `ArtifactError` with the path.
 */
export function checkJson(path: string, bytes: Uint8Array): void {
  if (bytes.length < smallBytes) return;
  const begin = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  if (ubjsonBegin.test(begin) && hasManyBrackets(bytes))
    throw new ArtifactError(`The file ${path} is UBJSON that ${what.groups}: no library writes such a model.`);
  if (!jsonBegin.test(begin)) return;
  const excess = jsonExcess(bytes, limits);
  if (excess !== undefined)
    throw new ArtifactError(`The file ${path} is JSON that ${what[excess]}: no library writes such a model.`);
}

/** UBJSON begins with a bracket too, but not with what follows one in JSON. */
const jsonBegin = /^\s*(?:\{\s*["}]|\[\s*[[\]{"\-\dtfn])/;
/** An object with the length of its first key. */
const ubjsonBegin = /^\{[iUIlL]/;

/** Of numbers in binary one byte in 128 looks like an opening bracket. */
const chanceShare = 1 / 40;

function hasManyBrackets(bytes: Uint8Array): boolean {
  let brackets = 0;
  for (const byte of bytes) if (byte === 0x5b || byte === 0x7b) brackets++;
  return brackets > Math.max(limits.groups, bytes.length * chanceShare);
}
