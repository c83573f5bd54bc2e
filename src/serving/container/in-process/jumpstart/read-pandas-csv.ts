import { readCsvCells } from '../../../../scoring/codec/csv-cells.ts';
import { parsePythonFloat } from '../../../../scoring/codec/python-float.ts';
import { ScoringError } from '../../../../scoring/scoring-error.ts';
import type { Cells, Table } from '../../../../scoring/sklearn/table.ts';

/** What `pandas.read_csv` takes for a missing cell (`pandas._libs.parsers.STR_NA_VALUES` of pandas 1 and 2). */
const missingWords = new Set(
  ',#N/A,#N/A N/A,#NA,-1.#IND,-1.#QNAN,-NaN,-nan,1.#IND,1.#QNAN,<NA>,N/A,NA,NULL,NaN,None,n/a,nan,null'.split(','),
);

/**
 * CSV without a header as `pandas.read_csv(header=None)` reads it: a column is numbers if every cell of it is one or
 * missing, else texts; lines of nothing are no rows. Throws `ScoringError` `bad_input` for lines of
 * different lengths, and for a body without any.
 */
export function readPandasCsv(text: string): Table {
  const records = readCsvCells(text).filter((record) => record.length > 1 || record[0]?.text !== '');
  const [first] = records;
  if (first === undefined) throw new ScoringError('bad_input', 'No columns to parse from file: the body has no row.');
  const cells = first.map((_cell, column) =>
    columnCells(records.map((record) => (record[column] as { text: string }).text)),
  );
  return { kind: 'mixed', rows: records.length, cells };
}

function columnCells(texts: readonly string[]): Cells {
  const values = new Float64Array(texts.length);
  for (const [row, text] of texts.entries()) {
    const number = missingWords.has(text) ? Number.NaN : parsePythonFloat(text);
    if (number === undefined)
      return { kind: 'string', values: texts.map((cell) => (missingWords.has(cell) ? null : cell)) };
    values[row] = number;
  }
  return { kind: 'number', values };
}
