import { ScoringError } from '../scoring-error.ts';
import { shown } from './shown.ts';

/** A number of rows or columns, as given. Throws `wrong_size`. */
export function expectCount(given: unknown, what: string): number {
  if (Number.isSafeInteger(given) && (given as number) >= 0) return given as number;
  throw new ScoringError('wrong_size', `${what} is to be a whole number from 0 on, not ${shown(given)}.`, {
    value: given,
  });
}

/** Throws `wrong_type` for anything but an object with members. */
export function expectObject(given: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof given === 'object' && given !== null && !Array.isArray(given) && !ArrayBuffer.isView(given))
    return given as Readonly<Record<string, unknown>>;
  throw new ScoringError('wrong_type', `${what} to be given as an object, not as ${shown(given)}.`);
}
