import { JavaRegex } from '../../text/java-regex/java-regex.ts';
import type { StepBudget } from '../../text/java-regex/step-budget.ts';
import type { Fitted } from '../fitted.ts';
import { pythonDialect } from './python-dialect.ts';

/** Groups that are named, atomic or have flags, and possessive repetitions. */
const foreignGroup = /\(\?(?![:=!]|<[=!])/;
const possessive = /[*+?}]\+/;
const escaped = /\\([^])/g;
/** Letters that may be escaped; digits are references or octal. */
const knownEscape = /^[wWdDsSbBafnrtvxu]$/;

/**
 * A vectoriser's `token_pattern`, of Python's `re` for texts. Returns the function that finds all tokens: the whole
 * match, or the only group if there is one. `budget`: the steps that all texts of a request may take together. Throws
 * `unsupported_model` for a pattern that would not match as in Python.
 */
export function compileTokenPattern(
  pattern: string,
  budget: StepBudget,
  fitted: Pick<Fitted, 'refuse'>,
): (text: string) => string[] {
  const [flags = '', letters = ''] = /^\(\?([ui]+)\)/.exec(pattern) ?? [];
  const plain = pattern.slice(flags.length);
  const hasForeignEscape = Array.from(plain.matchAll(escaped), ([, letter = '']) => letter).some(
    (letter) => /[a-zA-Z0-9]/.test(letter) && !knownEscape.test(letter),
  );
  if (hasForeignEscape || foreignGroup.test(plain) || possessive.test(plain))
    throw fitted.refuse('its token pattern is more than a simple one');
  const regex = open(`${letters.includes('i') ? '(?iu)' : ''}${plain}`, budget, fitted);
  if (regex.groupCount > 1) throw fitted.refuse('its token pattern has several groups');
  // Python has its own rules for repetitions of what may be empty.
  if (/\)[*+?{]/.test(plain) && !regex.isLinear) throw fitted.refuse('its token pattern is more than a simple one');
  return (text) => regex.matches(text, regex.groupCount);
}

function open(pattern: string, budget: StepBudget, fitted: Pick<Fitted, 'refuse'>): JavaRegex {
  try {
    return new JavaRegex(pattern, budget, pythonDialect);
  } catch {
    throw fitted.refuse('its token pattern has no equal here');
  }
}
