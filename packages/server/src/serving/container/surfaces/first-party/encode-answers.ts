import { writeRecordIo, writeRecordLabels } from '@catenary/scoring/internal/formats';
import { formatPythonFloat, formatPythonJsonNumber } from '@catenary/scoring/internal/text';

/** One member of every record of an answer. */
export interface AnswerColumn {
  readonly key: string;
  /** Row-major; `width` numbers a row. */
  readonly values: Float32Array;
  /** Set where a record has a list, even of one number. */
  readonly width?: number;
  /** Printed without a decimal point. */
  readonly isWhole?: boolean;
}

/** An answer: its columns, a record for each of `rowCount` rows, and the name of the list they stand in. */
export interface Answers {
  readonly columns: readonly AnswerColumn[];
  readonly rowCount: number;
  readonly listName: string;
}

/** Media type → the body. Numbers are float32 widened to double, as Python prints them. */
export const answerEncoders: Readonly<Record<string, (answers: Answers) => string | Uint8Array>> = {
  'application/json': (answers) => `{"${answers.listName}": [${objects(answers).join(', ')}]}`,
  'application/jsonlines': (answers) =>
    objects(answers)
      .map((line) => `${line}\n`)
      .join(''),
  'application/x-recordio-protobuf': ({ columns, rowCount }) =>
    writeRecordIo(
      rowsOf(rowCount, (row) =>
        writeRecordLabels(new Map(columns.map((column) => [column.key, cellsOf(column, row)]))),
      ),
    ),
  'text/csv': ({ columns, rowCount }) =>
    rowsOf(rowCount, (row) => `${columns.map((column) => textOf(column, row, formatPythonFloat)).join(',')}\n`).join(
      '',
    ),
};

function objects({ columns, rowCount }: Answers): string[] {
  return rowsOf(rowCount, (row) => {
    const members = columns.map((column) => `"${column.key}": ${textOf(column, row, formatPythonJsonNumber)}`);
    return `{${members.join(', ')}}`;
  });
}

const rowsOf = <Row>(count: number, make: (row: number) => Row) =>
  Array.from({ length: count }, (_none, row) => make(row));

function cellsOf({ values, width = 1 }: AnswerColumn, row: number): number[] {
  return Array.from(values.subarray(row * width, (row + 1) * width));
}

function textOf(column: AnswerColumn, row: number, format: (value: number) => string): string {
  const cells = cellsOf(column, row).map((value) => (column.isWhole === true ? String(value) : format(value)));
  return column.width === undefined ? (cells[0] as string) : `[${cells.join(', ')}]`;
}
