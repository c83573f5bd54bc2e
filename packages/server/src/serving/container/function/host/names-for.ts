import { Refused } from './refused.ts';

/** Names of the columns of rows; throws `Refused` if there are names, and not as many as cells. */
export function namesFor(names: readonly string[] | undefined, width: number): readonly string[] {
  if (names === undefined) return Array.from({ length: width }, (_none, at) => `column-${at}`);
  if (names.length === width || width === 0) return names;
  throw new Refused(`The rows have ${width} cells, and the function names ${names.length} columns.`);
}
