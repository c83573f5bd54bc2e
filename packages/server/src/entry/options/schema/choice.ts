import { refuse, type Schema } from './schema.ts';

/** One of some words; with `isAnyCase`, a flag or a variable may write them in any case. */
export function choice<Word extends string>(words: readonly Word[], { isAnyCase = false } = {}): Schema<Word> {
  const range = words.join(', ');
  const must = words.length === 1 ? range : `one of ${range}`;
  const find = (text: string) => words.find((word) => word.toLowerCase() === text.toLowerCase());
  return {
    kind: 'choice',
    must,
    range,
    parse: (text) => (isAnyCase ? (find(text) ?? text) : text),
    check: (value, place) => words.find((word) => word === value) ?? refuse(place, must, value),
  };
}
