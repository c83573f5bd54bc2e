import type { z } from 'zod';
import { isObject } from '../../util/is-object.ts';
import { loadZod, type Zod } from '../../util/load-zod.ts';

/** What the store holds cannot be read: a newer version of the server wrote it, or something else did. */
export class StoredRecordError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StoredRecordError';
  }
}

/** Makes a value of the next version out of one of the version before. */
export type Upgrade = (value: Record<string, unknown>) => Record<string, unknown>;

/** The form of a value in the store: JSON text of an object, with the number of its version. */
export interface StoredJson<T extends object> {
  encode(value: T): string;
  /** `of` names the resource, for messages. Throws `StoredRecordError`. */
  decode(text: string, of: string): T;
}

export interface StoredForm<T> {
  /** What it is, for messages: `endpoint`. */
  readonly what: string;
  /** Of the newest version. Members it does not know are kept. */
  readonly schema: (z: Zod) => z.ZodType<T>;
  /** The first makes version 2 out of version 1, and so on: the newest version is one more than there are upgrades. */
  readonly upgrades?: readonly Upgrade[];
}

/** Stands among the members of the value. No name of the API begins with a small letter. */
const versionKey = 'formatVersion';

/**
 * Reads and writes one kind of value. Text without a version was written before there were any: it is version 1. Text
 * of a newer version than this server knows is refused and not guessed at.
 */
export function storedJson<T extends object>({ what, schema, upgrades = [] }: StoredForm<T>): StoredJson<T> {
  const newest = upgrades.length + 1;
  return {
    encode: (value) => JSON.stringify({ ...value, [versionKey]: newest }),
    decode(text, of) {
      const subject = `The stored ${what} ${of}`;
      const { [versionKey]: version = 1, ...stored } = parseObject(text, subject);
      if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
        throw new StoredRecordError(`${subject} has no valid ${versionKey}: ${JSON.stringify(version)}.`);
      if (version > newest)
        throw new StoredRecordError(
          `${subject} was written by a newer version of the server: its format is ${version}, the newest known here is ${newest}.`,
        );
      const value = upgrades.slice(version - 1).reduce((older, upgrade) => upgrade(older), stored);
      return checkStored(schema, value, subject);
    },
  };
}

/** What has been made of schemas that were asked for: each is compiled once. */
const compiled = new WeakMap<object, z.ZodType>();

/** The value as its schema has it; throws `StoredRecordError` naming the first member that does not fit. */
export function checkStored<T>(schema: (z: Zod) => z.ZodType<T>, value: unknown, subject: string): T {
  const form = (compiled.get(schema) as z.ZodType<T> | undefined) ?? schema(loadZod());
  compiled.set(schema, form);
  const checked = form.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.map(String).join('.')}`;
  throw new StoredRecordError(`${subject} cannot be read${place}: ${issue?.message ?? 'it is not valid'}.`);
}

/** Throws `StoredRecordError` for text that is not JSON. */
export function parseStored(text: string, subject: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StoredRecordError(`${subject} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parseObject(text: string, subject: string): Record<string, unknown> {
  const value = parseStored(text, subject);
  if (isObject(value)) return value;
  throw new StoredRecordError(`${subject} is not a JSON object.`);
}
