import type { Cells, Table } from '../frame/table.ts';
import { newMatrix } from '../frame/table.ts';

/** The label of each row, by its number in `classes`. */
export function labelsAt(classes: Cells, numbers: Int32Array): Table {
  if (classes.kind === 'number') {
    const values = new Float64Array(numbers.length);
    for (let row = 0; row < numbers.length; row++) values[row] = classes.values[numbers[row]];
    return newMatrix(numbers.length, 1, values);
  }
  const { values } = classes;
  return {
    kind: 'mixed',
    rows: numbers.length,
    cells: [{ kind: 'string', values: Array.from(numbers, (at) => values[at]) }],
  };
}
