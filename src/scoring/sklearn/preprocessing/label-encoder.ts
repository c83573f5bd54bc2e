import { ScoringError } from '../../scoring-error.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { cellList, columnCount, columnOf, newMatrix, type Table } from '../table.ts';

/** LabelEncoder: the number of the label among those fitted. An unknown label is refused. */
export function readLabelEncoder(fitted: Fitted): Estimator {
  const find = readLabelPlaces(fitted);
  const place = (label: string | number | null, row: number): number => {
    const at = find(label);
    if (at >= 0) return at;
    throw new ScoringError(
      'invalid_value',
      `Row ${row}: label ${JSON.stringify(label)} was not seen when the encoder was fitted.`,
      {
        row,
        column: 0,
        value: label,
      },
    );
  };
  return {
    transform: (table) => newMatrix(table.rows, 1, Float64Array.from(labelsOf(table).map(place))),
    isWhole: { transform: true },
  };
}

/** LabelBinarizer: a column for each label, one column for two; all `neg_label` for an unknown one. */
export function readLabelBinarizer(fitted: Fitted): Estimator {
  if (fitted.text('y_type_').startsWith('multilabel')) throw fitted.refuse('it was fitted on several labels at once');
  const find = readLabelPlaces(fitted);
  const count = fitted.labels('classes_').values.length;
  const [low, high] = [fitted.number('neg_label'), fitted.number('pos_label')];
  const width = count === 2 ? 1 : count;
  const transform = (table: Table) => {
    const answer = newMatrix(table.rows, width, new Float64Array(table.rows * width).fill(low));
    labelsOf(table).forEach((label, row) => {
      const place = find(label);
      if (count === 2 ? place === 1 : place >= 0) answer.values[row * width + (count === 2 ? 0 : place)] = high;
    });
    return answer;
  };
  return { transform, isWhole: { transform: true } };
}

function readLabelPlaces(fitted: Fitted): (label: string | number | null) => number {
  const places = new Map(cellList(fitted.labels('classes_')).map((label, at) => [label, at]));
  return (label) => places.get(label) ?? -1;
}

function labelsOf(table: Table): readonly (string | number | null)[] {
  if (columnCount(table) === 1) return cellList(columnOf(table, 0));
  throw new ScoringError('wrong_size', `The input has ${columnCount(table)} columns; labels are one column.`);
}
