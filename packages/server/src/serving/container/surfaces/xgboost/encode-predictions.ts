import { formatPythonFloat, formatPythonJsonNumber } from '@catenary/scoring/internal/text';
import { defined } from '@catenary/scoring/internal/values';
import { type AroundRows, writeRows } from '../write-rows.ts';

/** Row-major predictions, `width` numbers a row. */
export interface Predictions {
  readonly values: ArrayLike<number>;
  readonly rowCount: number;
  readonly width: number;
}

/** Lines of numbers, commas between a row's; each line is ended. */
export function encodeCsvLines(predictions: Predictions): Buffer {
  const { values, rowCount, width } = predictions;
  return writeRows(
    rowCount,
    (row) => {
      let text = '';
      for (let at = 0; at < width; at++) {
        if (at > 0) text += ',';
        text += formatPythonFloat(defined(values[row * width + at]));
      }
      return `${text}\n`;
    },
    { between: '' },
  );
}

/** `{"predictions": [{"score": 0.5}, ...]}`; a score of several outputs is a list. */
export function encodeJson(predictions: Predictions): Buffer {
  const textOf = rowText(predictions, formatPythonJsonNumber);
  const around = { head: '{"predictions": [', between: ', ', tail: ']}' };
  return writeRows(predictions.rowCount, (row) => `{"score": ${textOf(row)}}`, around);
}

/** Each row as Python prints it: `0.5`, or `[0.1, 0.9]`. */
export function pythonRows(predictions: Predictions, around: AroundRows): Buffer {
  return writeRows(predictions.rowCount, rowText(predictions, formatPythonFloat), around);
}

/** The same, a line each. */
export function pythonLines(predictions: Predictions): Buffer {
  return predictions.width === 1 ? encodeCsvLines(predictions) : pythonRows(predictions, { between: '\n', tail: '\n' });
}

/** A row as a number, or a list of the row's: `0.5`, `[0.1, 0.9]`. */
export function rowText({ values, width }: Predictions, format: (value: number) => string): (row: number) => string {
  if (width === 1) return (row) => format(defined(values[row]));
  return (row) => {
    const cells = Array.from({ length: width }, (_, at) => format(defined(values[row * width + at])));
    return `[${cells.join(', ')}]`;
  };
}
