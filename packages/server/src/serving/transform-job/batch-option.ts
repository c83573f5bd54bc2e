import { own } from '@catenary/scoring/internal/names';

/** A member of the request, or an environment variable of the job (CATENARY_BATCH_*, docs/batch.md), cannot be what it is. */
export class BatchOptionError extends Error {}

export type JobEnvironment = Readonly<Record<string, string>>;

/** A variable's value, one of these; the first choice is the default. Throws `BatchOptionError`. */
export function choose(environment: JobEnvironment, name: string, choices: readonly [string, ...string[]]): string {
  const value = own(environment, name) ?? choices[0];
  if (choices.includes(value)) return value;
  throw new BatchOptionError(`${name} must be one of ${choices.join(', ')}; it is "${value}".`);
}
