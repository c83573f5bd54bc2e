import { OptionError, type OptionPlace } from '../option-error.ts';

/**
 * What an option may be. These few kinds are our own: zod takes 50 ms to load, which every start of every command would
 * pay, and its sentences would have to be replaced one by one.
 */
export interface Schema<Value> {
  readonly kind: 'boolean' | 'choice' | 'number' | 'text' | 'list' | 'record';
  /** Completes "must be ...": `a whole number from 0 to 65535`. */
  readonly must: string;
  /** What it may be in a few words, for `--help`: `1 to 64`, `None, Line`. */
  readonly range?: string;
  /** The value that a flag or an environment variable stands for, not checked; the text itself if it stands for none. */
  parse(text: string): unknown;
  /** Returns the value as it is used. Throws `OptionError` with the place, what it must be, and what it is. */
  check(value: unknown, place: OptionPlace): Value;
}

/** Longest part of a text that an error repeats, characters. */
const maxShown = 100;

/** `port must be a whole number from 0 to 65535; it is 70000`. */
export function refuse(place: OptionPlace, must: string, value: unknown): never {
  throw new OptionError(`${place.join('.')} must be ${must}; it is ${show(value)}`, place);
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, maxShown));
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value).slice(0, maxShown);
}
