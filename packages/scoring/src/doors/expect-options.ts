import { ScoringError } from '../scoring-error.ts';
import { nearestName } from '../util/nearest-name.ts';
import { own } from '../util/own.ts';
import { wrongType } from './wrong-type.ts';

/** What an option may be, and whether a value is. */
export interface OptionKind {
  readonly what: string;
  readonly fits: (value: unknown) => boolean;
}

export const aCount: OptionKind = {
  what: 'a whole number from 0 on',
  fits: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
};

export const aFlag: OptionKind = { what: 'true or false', fits: (value) => typeof value === 'boolean' };

export const aFunction: OptionKind = { what: 'a function', fits: (value) => typeof value === 'function' };

export const someNames: OptionKind = {
  what: 'a list of names',
  fits: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
};

export const oneOf = (...words: readonly string[]): OptionKind => ({
  what: words.map((word) => `"${word}"`).join(' or '),
  fits: (value) => words.includes(value as string),
});

/**
 * Options as given. None is ignored: an unknown name is refused, with the nearest known one.
 * Throws `bad_input`, and `wrong_type` for a value of another kind.
 */
export function expectOptions<Options extends object>(
  given: Options | undefined,
  kinds: Readonly<Record<string, OptionKind>>,
): Options {
  if (given === undefined) return {} as Options;
  if (typeof given !== 'object' || given === null || Array.isArray(given) || ArrayBuffer.isView(given))
    throw wrongType('What is given as options', given, { expected: 'an object' });
  for (const [name, value] of Object.entries(given)) {
    const kind = own(kinds, name);
    if (kind === undefined)
      throw new ScoringError('bad_input', `There is no option "${name}"${nearestName(name, Object.keys(kinds))}`);
    if (value !== undefined && !kind.fits(value))
      throw wrongType(`The option "${name}"`, value, { value, expected: kind.what });
  }
  return given;
}
