import { type Frame, ScoringError } from '@catenary/scoring/internal/frame';
import { csvFrame, type InputRules } from '@catenary/scoring/internal/model-inputs';
import { readCsvCells } from '@catenary/scoring/internal/text';
import type { FileFacts } from '../../file-facts.ts';
import { columnsFor } from '../csv-of-file.ts';
import { shapeOfFile } from '../shape-of-file.ts';

/**
 * CSV without a header, as `pandas.read_csv(header=None)` reads it: empty lines are not rows. The model decides the
 * type of a cell, where pandas infers it from the other cells of the column. Throws `ScoringError` `bad_input` for
 * lines of different lengths, and for a body without any.
 */
export function readPandasCsv(text: string, model: InputRules, file?: FileFacts): Frame {
  const records = readCsvCells(text, shapeOfFile(file)).filter((record) => record.length > 1 || record[0]?.text !== '');
  if (records.length === 0) throw new ScoringError('bad_input', 'No columns to parse from file: the body has no row.');
  return csvFrame(records, columnsFor(model, file), model);
}
