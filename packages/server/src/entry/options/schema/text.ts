import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { OptionError } from '../option-error.ts';
import { refuse, type Schema } from './schema.ts';

export interface TextRule {
  /** Completes "must be ...". */
  readonly must: string;
  readonly test: (text: string) => boolean;
  /** Whether it may hold a password: then errors do not repeat it. @default false */
  readonly isSecret?: boolean;
}

const notEmpty: TextRule = { must: 'a text that is not empty', test: () => true };

/** A text; never an empty one. */
export function text({ must, test, isSecret = false }: TextRule = notEmpty): Schema<string> {
  return {
    kind: 'text',
    must,
    parse: (given) => given,
    check(value, place) {
      if (typeof value === 'string' && value !== '' && test(value)) return value;
      if (isSecret) throw new OptionError(`${place.join('.')} must be ${must}`, place);
      return refuse(place, must, value);
    },
  };
}

/** The path of a folder; becomes absolute. `~/` is the home folder: no shell replaces it in a file. */
export const folder = (): Schema<string> => pathOf('folder');

/** The path of a file; likewise. */
export const file = (): Schema<string> => pathOf('file');

function pathOf(what: string): Schema<string> {
  const path = text({ must: `the path of a ${what}`, test: () => true });
  return { ...path, check: (value, place) => resolve(expandHome(path.check(value, place))) };
}

function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
}
