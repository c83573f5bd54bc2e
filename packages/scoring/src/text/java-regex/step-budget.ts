import { ScoringError } from '../../scoring-error.ts';

/** Steps that the rows of one request may take together, beyond those that each may take for its length. */
const sharedSteps = 1_000_000;
/** What patterns take that do not go back and forth: some steps for each of their parts. */
const stepsPerCharacter = 50;

/**
 * What the regular expressions of a model may cost: an amount for each text that grows with its length, and one that
 * all rows of a request share. A pattern that backtracks without end uses it up once, not once a row.
 */
export class StepBudget {
  /** Steps left to this text alone. */
  #free = 0;
  #shared = sharedSteps;

  /** Another request begins. */
  renew(): void {
    this.#shared = sharedSteps;
  }

  begin(text: string): void {
    this.#free = stepsPerCharacter * (text.length + 1);
  }

  /** Throws `invalid_value` when there are no steps left. */
  step(text: string): void {
    if (--this.#free < 0 && --this.#shared < 0) throw tooManySteps(text);
  }
}

export function tooManySteps(text: string): ScoringError {
  const message =
    'The regular expression takes too many steps for this text: it goes back and forth. Write it without a repetition inside another, or without look-around and back-references';
  return new ScoringError('invalid_value', message, { value: text.slice(0, 100) });
}
