import { ScoringError } from '../../scoring-error.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { cellList, columnCount, columnOf, newMatrix, type Table, textList } from '../table.ts';

/** LabelEncoder: the number of the label among those fitted. An unknown label is refused. */
export function readLabelEncoder(fitted: Fitted): Estimator {
  const { find, areTexts } = readLabels(fitted);
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
    transform: (table) => newMatrix(table.rows, 1, Float64Array.from(labelsOf(table, areTexts).map(place))),
    isWhole: { transform: true },
  };
}

/** LabelBinarizer: a column for each label, one column for two; all `neg_label` for an unknown one. */
export function readLabelBinarizer(fitted: Fitted): Estimator {
  if (fitted.text('y_type_').startsWith('multilabel')) throw fitted.refuse('it was fitted on several labels at once');
  const { find, areTexts } = readLabels(fitted);
  const count = fitted.labels('classes_').values.length;
  const [low, high] = [fitted.number('neg_label'), fitted.number('pos_label')];
  const width = count === 2 ? 1 : count;
  const transform = (table: Table) => {
    const answer = newMatrix(table.rows, width, new Float64Array(table.rows * width).fill(low));
    labelsOf(table, areTexts).forEach((label, row) => {
      const place = find(label);
      if (count === 2 ? place === 1 : place >= 0) answer.values[row * width + (count === 2 ? 0 : place)] = high;
    });
    return answer;
  };
  return { transform, isWhole: { transform: true } };
}

/** Finds a label's place, or -1. */
type FindLabel = (label: string | number | null) => number;

function readLabels(fitted: Fitted): { readonly find: FindLabel; readonly areTexts: boolean } {
  const classes = fitted.labels('classes_');
  const places = new Map(cellList(classes).map((label, at) => [label, at]));
  return { find: (label) => places.get(label) ?? -1, areTexts: classes.kind === 'string' };
}

function labelsOf(table: Table, areTexts: boolean): readonly (string | number | null)[] {
  if (columnCount(table) === 1) return areTexts ? textList(columnOf(table, 0)) : cellList(columnOf(table, 0));
  throw new ScoringError('wrong_size', `The input has ${columnCount(table)} columns; labels are one column.`);
}
