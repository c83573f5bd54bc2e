import { refuse, type Schema } from './schema.ts';

const words: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

export function boolean(): Schema<boolean> {
  const must = 'true or false';
  return {
    kind: 'boolean',
    must,
    parse: (text) => words.get(text) ?? text,
    check: (value, place) => (typeof value === 'boolean' ? value : refuse(place, must, value)),
  };
}
