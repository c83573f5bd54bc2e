import { ScoringError, type ScoringErrorPlace } from '../scoring-error.ts';
import { shown } from './shown.ts';

/** Where something of another kind was given, and what is wanted there. */
export interface Wanted extends ScoringErrorPlace {
  readonly expected: string;
}

/** The refusal of what is of another kind. `hint` says what to do about it, behind a semicolon. */
export function wrongType(what: string, given: unknown, { hint = '', ...place }: Wanted & { hint?: string }) {
  const text = `${what} is ${shown(given)}, where ${place.expected} is wanted${hint}.`;
  return new ScoringError('wrong_type', text, place);
}
