import { selectColumns } from '../frame/select-columns.ts';
import { type Table } from '../frame/table.ts';
import { ScoringError } from '../scoring-error.ts';
import { firstRepeated } from '../util/first-repeated.ts';
import { nearestOf } from '../util/nearest-name.ts';

/**
 * The columns in the order of the model, by name, if the table has names. All of the model's must be there and no
 * other, as XGBoost and scikit-learn require; they also refuse another order, which is corrected here. Throws
 * `missing_column`, `wrong_size`.
 */
export function arrangeColumns(table: Table, wanted: readonly string[] | undefined): Table {
  const { names } = table;
  if (names === undefined || wanted === undefined) return table;
  if (names.length === wanted.length && wanted.every((name, at) => names[at] === name)) return table;
  const places = wanted.map((name) => placeOf(name, names));
  if (names.length > wanted.length) {
    const known = new Set(wanted);
    const column = names.find((name) => !known.has(name)) ?? firstRepeated(names);
    throw new ScoringError('wrong_size', `The input has the column "${column}", which the model was not trained on.`, {
      column: column ?? 0,
      isHeader: true,
    });
  }
  return selectColumns(table, places);
}

/** Throws `missing_column`. */
export function placeOf(name: string, names: readonly string[]): number {
  const place = names.indexOf(name);
  if (place >= 0) return place;
  const near = nearestOf(name, names);
  const end = near === undefined ? '' : `; it has "${near}"`;
  throw new ScoringError('missing_column', `The input lacks the column "${name}"${end}.`, {
    column: name,
    isHeader: true,
  });
}
