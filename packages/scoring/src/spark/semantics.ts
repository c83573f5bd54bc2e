import { ScoringError } from '../scoring-error.ts';

/**
 * Whose rules a bundle is scored by where the two differ. `mleap` (default): MLeap's runtime, as AWS's container
 * answers, and Spark's answer where MLeap merely crashes. `spark`: the transformer that was saved.
 */
export type Semantics = 'mleap' | 'spark';

const all: readonly Semantics[] = ['mleap', 'spark'];

/** The value of `CATENARY_MLEAP_SEMANTICS`, by default `mleap`. Throws `bad_model` for another word. */
export function readSemantics(value: string | undefined): Semantics {
  const wanted = value?.trim() || 'mleap';
  const found = all.find((semantics) => semantics === wanted);
  if (found !== undefined) return found;
  throw new ScoringError('bad_model', `CATENARY_MLEAP_SEMANTICS is "${wanted}"; it can be ${all.join(' or ')}.`);
}
