import { own } from '@catenary/scoring/internal/names';

/** A member of the request, or an environment variable of the job (CATENARY_BATCH_*, docs/batch.md), cannot be what it is. */
export class BatchOptionError extends Error {}

export type JobEnvironment = Readonly<Record<string, string>>;

/** A variable's value, one of these; the first choice is the default. Throws `BatchOptionError`. */
export function choose<Choice extends string>(
  environment: JobEnvironment,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const value = own(environment, name) ?? choices[0];
  const chosen = choices.find((choice) => choice === value);
  if (chosen !== undefined) return chosen;
  throw new BatchOptionError(`${name} must be one of ${choices.join(', ')}; it is "${value}".`);
}
