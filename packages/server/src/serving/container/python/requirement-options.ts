import { own } from '@catenary/scoring/internal/names';
import { defined } from '@catenary/scoring/internal/values';

/** The value of an option of a requirements file. */
export type OptionValue = 'nothing' | 'text' | 'file' | 'folder or address' | 'address';

const long: Readonly<Record<string, OptionValue>> = {
  '--requirement': 'file',
  '--constraint': 'file',
  '--editable': 'folder or address',
  '--find-links': 'folder or address',
  '--index-url': 'address',
  '--extra-index-url': 'address',
  '--pypi-url': 'address',
  '--trusted-host': 'text',
  '--no-binary': 'text',
  '--only-binary': 'text',
  '--use-feature': 'text',
  '--hash': 'text',
  '--config-settings': 'text',
  '--config-setting': 'text',
  '--global-option': 'text',
  '--install-option': 'text',
  '--no-index': 'nothing',
  '--prefer-binary': 'nothing',
  '--require-hashes': 'nothing',
  '--pre': 'nothing',
};

const short: Readonly<Record<string, string>> = {
  '-r': '--requirement',
  '-c': '--constraint',
  '-e': '--editable',
  '-f': '--find-links',
  '-i': '--index-url',
  '-C': '--config-settings',
};

export interface RequirementOption {
  readonly kind: OptionValue;
  readonly value: string;
}

/**
 * The options of a line and their values. pip also takes beginnings of names (`--req`); here a name is written in full,
 * so that unknown ones can be refused. Throws an error that names the unknown word.
 */
export function requirementOptions(words: readonly string[]): RequirementOption[] {
  const options: RequirementOption[] = [];
  for (let at = 0; at < words.length; at++) {
    const [name, given] = splitOption(defined(words[at]));
    const kind = own(long, name);
    if (kind === undefined) throw new Error(`${words[at]} is not an option that a requirements file may have`);
    const value = kind === 'nothing' ? '' : (given ?? words[++at] ?? '');
    if (value === '' && kind !== 'nothing') throw new Error(`${name} has no value`);
    options.push({ kind, value });
  }
  return options;
}

/** Full name, and the value if it is in the same word: `-rfile`, `--requirement=file`. */
function splitOption(word: string): readonly [name: string, value: string | undefined] {
  const ofShort = own(short, word.slice(0, 2));
  if (ofShort !== undefined) return [ofShort, word.length > 2 ? word.slice(2) : undefined];
  const equals = word.indexOf('=');
  return equals === -1 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}
