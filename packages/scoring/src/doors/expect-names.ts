import { ScoringError } from '../scoring-error.ts';
import { nearestName } from '../util/nearest-name.ts';

/** Names of columns that have to be there, and all that may be. */
export interface ExpectedNames {
  readonly wanted: readonly string[];
  /** Default: no others. */
  readonly known?: readonly string[];
}

/**
 * Names of columns, as given, against those that have to be there and those that may be. Throws `missing_column` and
 * `unknown_column`, with the nearest name.
 */
export function expectNames(given: readonly string[], { wanted, known = wanted }: ExpectedNames, row?: number): void {
  if (given.length === wanted.length && given.every((name, at) => name === wanted[at])) return;
  const where = row === undefined ? 'The input' : `Row ${row + 1}`;
  const place = row === undefined ? {} : { row };
  const there = new Set(given);
  const allowed = new Set(known);
  const free = known.filter((name) => !there.has(name));
  const strange = given.find((name) => !allowed.has(name));
  if (strange !== undefined) {
    const end = nearestName(strange, free);
    throw new ScoringError(
      'unknown_column',
      `${where} has the column "${strange}", which the model does not know${end}`,
      { ...place, column: strange },
    );
  }
  const missing = wanted.filter((name) => !there.has(name));
  const [first] = missing;
  if (first !== undefined) {
    const others = missing.length === 1 ? '' : ` and ${missing.length - 1} more (${missing.slice(1, 20).join(', ')})`;
    throw new ScoringError('missing_column', `${where} lacks the column "${first}"${others}.`, {
      ...place,
      column: first,
    });
  }
}
