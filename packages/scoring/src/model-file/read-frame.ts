import type { CsvCell } from '../formats/csv/csv-cells.ts';
import type { Frame } from '../frame/frame.ts';
import { vectorFrame } from '../frame/vector-frame.ts';
import { frameOf } from './frame-of.ts';
import { type InputRules, type JsonRow, jsonTable } from './json-table.ts';
import { type CsvColumns, csvTable, type ReadInputOptions, readInput } from './read-input.ts';

const origins = { csv: 'csv', jsonl: 'jsonlines', libsvm: 'libsvm' } as const;

/** The rows of a text as `readInput` reads them, as a frame. Throws `ScoringError` `bad_input`, `wrong_type` with the row. */
export function readFrame(text: string, options: ReadInputOptions, model: InputRules): Frame {
  const input = readInput(text, options, model);
  return input.kind === 'sparse' ? vectorFrame(input, 'libsvm') : frameOf(input, origins[options.format]);
}

/** Records of CSV as a frame. */
export function csvFrame(records: readonly CsvCell[][], columns: CsvColumns, model: InputRules): Frame {
  return frameOf(csvTable(records, columns, model), 'csv');
}

/** Rows as JSON has them as a frame: see `jsonTable`. */
export function jsonFrame(rows: readonly JsonRow[], model: InputRules): Frame {
  return frameOf(jsonTable(rows, model), 'json');
}
