import { newMatrix, type Table } from '../../frame/table.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { binaryResponse } from '../response.ts';

/** OutputCodeClassifier: the class whose row of the code book is nearest to what the two-class estimators answer. */
export function readOutputCode(fitted: Fitted): Estimator {
  const classes = fitted.labels('classes_');
  const codes = fitted.matrix('code_book_');
  const responses = fitted.estimators('estimators_').map((estimator) => binaryResponse(estimator, fitted));
  if (codes.rows !== classes.values.length || codes.columns !== responses.length)
    throw fitted.unknown('code_book_', 'a row for each class and a column for each estimator');
  const predict = (table: Table) => {
    const answers = responses.map(({ respond }) => respond(table));
    const nearness = newMatrix(table.rows, codes.rows);
    for (let at = 0; at < nearness.values.length; at++) {
      const [row, code] = [Math.floor(at / codes.rows), at % codes.rows];
      answers.forEach((answer, bit) => {
        nearness.values[at] -= (answer[row] - codes.values[code * codes.columns + bit]) ** 2;
      });
    }
    return labelsAt(classes, argmax(nearness));
  };
  return { classes, predict };
}
