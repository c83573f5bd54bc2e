import { ScoringError } from '../../scoring-error.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { columnOf, newMatrix, type Table, textList } from '../table.ts';
import { readVocabulary } from './vocabulary.ts';

/**
 * DictVectorizer: a column for each key with numbers, and one for each key and text. Columns of the input are the keys; keys
 * without a cell, and those never fitted, count for nothing.
 */
export function readDictVectorizer(fitted: Fitted): Estimator {
  const places = readVocabulary(fitted);
  const separator = fitted.text('separator', '=');
  const transform = (table: Table) => {
    const { names, rows } = table;
    if (names === undefined) {
      throw new ScoringError('missing_column', `${fitted.className} takes rows by column name: objects, or a header.`);
    }
    const answer = newMatrix(rows, places.size);
    names.forEach((name, column) => {
      const cells = columnOf(table, column);
      const texts = textList(cells);
      const own = places.get(name);
      texts.forEach((text, row) => {
        if (text === null) return;
        const place = places.get(`${name}${separator}${text}`);
        const number = Number(cells.values[row]);
        if (place !== undefined) answer.values[row * places.size + place] = 1;
        else if (own !== undefined && !Number.isNaN(number)) answer.values[row * places.size + own] = number;
      });
    });
    return answer;
  };
  return { transform, findsColumns: true };
}
