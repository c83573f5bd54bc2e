import type { Frame } from '@catenary/scoring/internal/frame';
import { type CsvColumns, csvFrame, type InputRules } from '@catenary/scoring/internal/model-inputs';
import { readCsvCells } from '@catenary/scoring/internal/text';
import type { FileColumn, FileFacts } from '../file-facts.ts';
import { namedColumns, namesOfFile } from './places-by-name.ts';
import { shapeOfFile } from './shape-of-file.ts';

/**
 * CSV without a header, as a model file takes it, with what is known about the file that it is a part of. Throws
 * `ScoringError`.
 */
export function csvOfFile(text: string, model: InputRules, file: FileFacts | undefined): Frame {
  return csvFrame(readCsvCells(text, shapeOfFile(file)), columnsFor(model, file), model);
}

/**
 * Names are passed to a model that takes columns by name, unless they are in its order, and to one that uses cells in their
 * form: what a cell means to LightGBM and XGBoost depends on whether columns have names. Throws `ScoringError`.
 */
export function columnsFor(model: InputRules, file: FileFacts | undefined): CsvColumns {
  const columns = file?.columns;
  if (columns === undefined) return {};
  const booleans = columns.some(({ isBoolean }) => isBoolean)
    ? { areBooleans: (column: number) => columns[column]?.isBoolean === true }
    : {};
  const names = passedNames(model, namedColumns(file));
  return names === undefined ? booleans : { names, ...booleans };
}

function passedNames(
  { columnNames, rowNames, findsColumns, findsNames, takesPlaces, readsCells }: InputRules,
  columns: readonly FileColumn[] | undefined,
): readonly string[] | undefined {
  if (columns === undefined) return undefined;
  if (takesPlaces === true) return readsCells === true ? columns.map(({ name }) => name) : undefined;
  if (columnNames === undefined)
    return findsColumns === true || findsNames === true ? namesOfFile(columns, rowNames?.known) : undefined;
  const isInOrder = columnNames.length === columns.length && columns.every(({ name }, at) => name === columnNames[at]);
  return isInOrder && readsCells !== true ? undefined : namesOfFile(columns, columnNames);
}
