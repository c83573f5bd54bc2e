import type { Cells, Table } from '../frame/table.ts';
import { newMatrix } from '../frame/table.ts';
import { ScoringError } from '../scoring-error.ts';

/** The label of each row, by its number in `classes`. */
export function labelsAt(classes: Cells, numbers: Int32Array): Table {
  const rows = numbers.length;
  const labelOf = <Label>(labels: ArrayLike<Label>, at: number): Label => {
    const label = labels[at];
    if (label !== undefined) return label;
    throw new ScoringError('bad_model', `The model has ${labels.length} classes, and chose the one at ${at}.`);
  };
  if (classes.kind === 'number')
    return newMatrix(
      rows,
      1,
      Float64Array.from(numbers, (at) => labelOf(classes.values, at)),
    );
  return {
    kind: 'mixed',
    rows,
    cells: [{ kind: 'string', values: Array.from(numbers, (at) => labelOf(classes.values, at)) }],
  };
}
