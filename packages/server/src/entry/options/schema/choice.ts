import { refuse, type Schema } from './schema.ts';

/** One of some words. */
export function choice<Word extends string>(words: readonly Word[]): Schema<Word> {
  const must = `one of ${words.join(', ')}`;
  return {
    kind: 'choice',
    must,
    parse: (text) => text,
    check: (value, place) => words.find((word) => word === value) ?? refuse(place, must, value),
  };
}
