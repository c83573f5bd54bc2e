import { nearestWord } from './nearest-word.ts';

/** The name that `name` may be a misspelling of: one in other capitals, else a near one. */
export function nearestOf(name: string, names: readonly string[]): string | undefined {
  const lower = name.toLowerCase();
  return names.find((known) => known.toLowerCase() === lower) ?? nearestWord(name, names);
}

/** The end of a sentence about an unknown name: the nearest known one, or some of the known ones. */
export function nearestName(name: string, names: readonly string[]): string {
  const near = nearestOf(name, names);
  if (near !== undefined) return `; did you mean "${near}"?`;
  if (names.length === 0) return '.';
  return `; there are ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', ...' : ''}.`;
}
