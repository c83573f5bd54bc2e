import { describe, expect, it } from 'vitest';
import { withoutRow } from '../../../../src/serving/transform-job/chain/without-row.ts';

const strip = (text: string) => withoutRow({ message: text, body: text, fault: 'client', status: 400 }).body;

describe('withoutRow()', () => {
  it.each([
    ['For input string: "x" (row 3, column "carat")', 'For input string: "x" (column "carat")'],
    ['A quoted cell does not end (row 12).', 'A quoted cell does not end.'],
    ['Row 3, column "age": "x" is no number.', 'Column "age": "x" is no number.'],
    [
      'Row 3: label "x" was not seen when the encoder was fitted.',
      'label "x" was not seen when the encoder was fitted.',
    ],
    ['Row 3 has 1 cells, the rows before it 4.', 'The row has 1 cells, the rows before it 4.'],
    ['Row 3 lacks the column "b".', 'The row lacks the column "b".'],
    ['nothing of the kind', 'nothing of the kind'],
  ])('%s', (text, expected) => {
    expect(strip(text)).toBe(expected);
  });
});
