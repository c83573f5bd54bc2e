import { newMatrix, type Table } from '../../frame/table.ts';
import { NdArray } from '../../pickle/numpy/nd-array.ts';
import { present } from '../../util/present.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { readTransformType } from '../transform-type.ts';
import { encodeCategories, readCategoryColumns, readInfrequentGroups } from './category-columns.ts';

/** OrdinalEncoder: the number of the category; values of their own for unknown and for missing ones. */
export function readOrdinalEncoder(fitted: Fitted): Estimator {
  const columns = readCategoryColumns(fitted);
  const { mappings } = readInfrequentGroups(fitted, columns.length);
  const handleUnknown = fitted.text('handle_unknown', 'error');
  const unknownValue = fitted.number('unknown_value', Number.NaN);
  const missingValue = fitted.number('encoded_missing_value', Number.NaN);
  const values = columns.map(({ count, missing }, column) => {
    const mapping = mappings[column];
    const numbers = Float64Array.from({ length: count }, (_none, at) => (mapping === undefined ? at : mapping[at]));
    if (missing >= 0) numbers[missing] = missingValue;
    return numbers;
  });
  const transform = (table: Table) => {
    const numbers = encodeCategories(table, columns, handleUnknown);
    const width = columns.length;
    const encode = (_none: number, at: number) => (numbers[at] < 0 ? unknownValue : values[at % width][numbers[at]]);
    return newMatrix(table.rows, width, new Float64Array(numbers.length).map(encode));
  };
  return { transform, ...present({ transformType: readTransformType(fitted) }) };
}

/** TargetEncoder: a mean of the target for each category (and class); the overall mean for unknown categories. */
export function readTargetEncoder(fitted: Fitted): Estimator {
  const columns = readCategoryColumns(fitted);
  const means = fitted.doubles('target_mean_');
  const encodings = fitted.list('encodings_').map((item) => {
    if (!(item instanceof NdArray)) throw fitted.unknown('encodings_', 'a list of arrays');
    return item.doubles();
  });
  const perColumn = fitted.text('target_type_') === 'multiclass' ? means.length : 1;
  if (encodings.length !== columns.length * perColumn)
    throw fitted.unknown('encodings_', 'one for each column and class');
  fitted.declareWidth(encodings.length);
  const transform = (table: Table) => {
    const numbers = encodeCategories(table, columns, 'ignore');
    const answer = newMatrix(table.rows, encodings.length);
    for (let row = 0, out = 0; row < table.rows; row++) {
      for (let at = 0; at < encodings.length; at++) {
        const number = numbers[row * columns.length + Math.floor(at / perColumn)];
        answer.values[out++] = number < 0 ? means[at % perColumn] : encodings[at][number];
      }
    }
    return answer;
  };
  return { transform };
}
