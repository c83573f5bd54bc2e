import { cellList, columnCount, columnOf, newMatrix, type Table, type TableColumn } from '../../frame/table.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { ScoringError } from '../../scoring-error.ts';
import { CategoryIndex } from '../category-index.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';

/** LabelEncoder: the number of the label among those fitted. An unknown label is refused. */
export function readLabelEncoder(fitted: Fitted): Estimator {
  const labels = readLabels(fitted);
  const transform = (table: Table) => {
    const cells = labelsOf(table);
    const places = labels.findAll(cells);
    const row = places.indexOf(-1);
    if (row < 0) return newMatrix(table.rows, 1, Float64Array.from(places));
    const label = cellList(cells)[row];
    throw new ScoringError(
      'invalid_value',
      `Row ${row + 1}: label ${JSON.stringify(label)} was not seen when the encoder was fitted.`,
      { row, column: 0, value: label },
    );
  };
  return { transform, transformType: { type: 'integer' } };
}

/** LabelBinarizer: a column for each label, one column for two; all `neg_label` for an unknown one. */
export function readLabelBinarizer(fitted: Fitted): Estimator {
  if (fitted.text('y_type_').startsWith('multilabel')) throw fitted.refuse('it was fitted on several labels at once');
  const labels = readLabels(fitted);
  const { count } = labels;
  const [low, high] = [fitted.number('neg_label'), fitted.number('pos_label')];
  const width = count === 2 ? 1 : count;
  const transform = (table: Table) => {
    const answer = newMatrix(table.rows, width, new Float64Array(table.rows * width).fill(low));
    labels.findAll(labelsOf(table)).forEach((place, row) => {
      if (count === 2 ? place === 1 : place >= 0) answer.values[row * width + (count === 2 ? 0 : place)] = high;
    });
    return answer;
  };
  return { transform, transformType: { type: 'integer' } };
}

function readLabels(fitted: Fitted): CategoryIndex {
  fitted.readCells();
  const classes = fitted.raw('classes_');
  const index = classes instanceof NdArray ? CategoryIndex.of(classes.values()) : undefined;
  if (index === undefined) throw fitted.unknown('classes_', 'an array of numbers or of texts');
  return index;
}

function labelsOf(table: Table): TableColumn {
  if (columnCount(table) === 1) return columnOf(table, 0);
  throw new ScoringError('wrong_size', `The input has ${columnCount(table)} columns; labels are one column.`);
}
