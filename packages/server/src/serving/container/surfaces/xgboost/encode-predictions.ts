import { formatPythonFloat, formatPythonJsonNumber } from '@catenary/scoring/internal/text';
import { defined } from '@catenary/scoring/internal/values';

/** Row-major predictions, `width` numbers a row. */
export interface Predictions {
  readonly values: ArrayLike<number>;
  readonly rowCount: number;
  readonly width: number;
}

/** Lines of numbers, commas between a row's; each line is ended. */
export function encodeCsvLines({ values, rowCount, width }: Predictions): string {
  let text = '';
  for (let row = 0; row < rowCount; row++) {
    for (let at = 0; at < width; at++) {
      if (at > 0) text += ',';
      text += formatPythonFloat(defined(values[row * width + at]));
    }
    text += '\n';
  }
  return text;
}

/** `{"predictions": [{"score": 0.5}, ...]}`; a score of several outputs is a list. */
export function encodeJson(predictions: Predictions): string {
  const scores = rowTexts(predictions, formatPythonJsonNumber).map((score) => `{"score": ${score}}`);
  return `{"predictions": [${scores.join(', ')}]}`;
}

/** Each row as Python prints it: `0.5`, or `[0.1, 0.9]`. */
export function pythonRows(predictions: Predictions): string[] {
  return rowTexts(predictions, formatPythonFloat);
}

/** The same, a line each. */
export function pythonLines(predictions: Predictions): string {
  return predictions.width === 1 ? encodeCsvLines(predictions) : `${pythonRows(predictions).join('\n')}\n`;
}

/** Each row as a number, or a list of the row's: `0.5`, `[0.1, 0.9]`. */
export function rowTexts({ values, rowCount, width }: Predictions, format: (value: number) => string): string[] {
  return Array.from({ length: rowCount }, (_, row) => {
    if (width === 1) return format(defined(values[row]));
    const cells = Array.from({ length: width }, (__, at) => format(defined(values[row * width + at])));
    return `[${cells.join(', ')}]`;
  });
}
