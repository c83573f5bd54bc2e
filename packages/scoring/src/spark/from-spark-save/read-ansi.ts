import { ScoringError } from '../../scoring-error.ts';

/**
 * The value of `CATENARY_SPARK_ANSI`: `true`, `false`, or nothing for that of the Spark that saved the pipeline. Throws `bad_model`
 * for another word.
 */
export function readAnsi(value: string | undefined): { readonly ansi?: boolean } {
  const word = value?.trim() ?? '';
  if (word === '') return {};
  if (word === 'true' || word === 'false') return { ansi: word === 'true' };
  throw new ScoringError('bad_model', `CATENARY_SPARK_ANSI is "${word}"; it can be true or false.`);
}
