import { ScoringError } from '@catenary/scoring/internal/frame';
import { firstRepeated } from '@catenary/scoring/internal/names';
import type { FileColumn, FileFacts } from '../file-facts.ts';

/** The columns of a file that has names to find them by. */
export const namedColumns = (file: FileFacts | undefined): readonly FileColumn[] | undefined =>
  file?.areChosen === true ? undefined : file?.columns;

/** Names of a file's columns, to find those by that a model knows. Throws `ScoringError` if one occurs twice. */
export function namesOfFile(columns: readonly FileColumn[], known?: readonly string[]): readonly string[] {
  const wanted = new Set(known);
  const names = columns.map(({ name, pandasName }) =>
    pandasName !== undefined && wanted.has(pandasName) ? pandasName : name,
  );
  const twice = firstRepeated(names);
  if (twice === undefined) return names;
  throw new ScoringError('bad_input', `The input has two columns "${twice}", and the model takes columns by name.`, {
    column: twice,
    isHeader: true,
  });
}

/**
 * The positions of a model's columns among those of a file, in the model's order; undefined if they are the same in the
 * same order. Throws `ScoringError` for a column that is not there, and, unless `others` are ignored, for one that the
 * model does not have.
 */
export function placesByName(
  columns: readonly FileColumn[],
  wanted: readonly string[],
  others: 'refused' | 'passed over',
): readonly number[] | undefined {
  if (columns.length === wanted.length && columns.every(({ name }, at) => name === wanted[at])) return undefined;
  const names = namesOfFile(columns, wanted);
  const places = new Map(names.map((name, at) => [name, at]));
  const found = wanted.map((name) => {
    const place = places.get(name);
    if (place !== undefined) return place;
    throw new ScoringError('missing_column', `The input lacks the column "${name}", which the model takes by name.`, {
      column: name,
      isHeader: true,
    });
  });
  const known = new Set(wanted);
  const other = others === 'refused' ? names.find((name) => !known.has(name)) : undefined;
  if (other === undefined) return found;
  throw new ScoringError('wrong_size', `The input has the column "${other}", which the model was not trained on.`, {
    column: other,
    isHeader: true,
  });
}
