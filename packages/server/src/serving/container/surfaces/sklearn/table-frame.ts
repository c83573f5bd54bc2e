import {
  cellList,
  type Column,
  columnCount,
  columnOf,
  copyDense,
  denseVectors,
  type Frame,
  scalar,
  type Schema,
  type Table,
  type TableColumn,
  textList,
  vector,
  type VectorColumn,
} from '@catenary/scoring/internal/frame';
import type { ModelAnswer } from '@catenary/scoring/internal/models';

/** A table as a frame: a matrix is one vector column (`whole` if its numbers are integers), else a column each. */
export function tableFrame(table: Table): Frame {
  return answerFrame({ table, numbers: 'float64' });
}

export function answerFrame(answer: ModelAnswer): Frame {
  return new TableFrame(answer);
}

/** A frame that keeps the table it was made of: cells that have no type yet are given none before a neighbour asks. */
class TableFrame implements Frame {
  readonly answer: ModelAnswer;
  readonly rowCount: number;
  #frame: Pick<Frame, 'schema' | 'columns'> | undefined;

  constructor(answer: ModelAnswer) {
    this.answer = answer;
    this.rowCount = answer.table.rows;
  }

  get schema(): Schema {
    return this.#framed().schema;
  }

  get columns(): readonly Column[] {
    return this.#framed().columns;
  }

  #framed(): Pick<Frame, 'schema' | 'columns'> {
    this.#frame ??= framed(this.answer);
    return this.#frame;
  }
}

function framed({ table, numbers }: ModelAnswer): Pick<Frame, 'schema' | 'columns'> {
  // As bytes between containers would have them: words, no numbers.
  if (numbers === 'boolean') return framed({ table: booleanTexts(table), numbers: 'float64' });
  const base = numbers === 'integer' ? 'long' : 'double';
  if (table.kind === 'matrix' && table.columns !== 1) {
    const field = { name: base === 'long' ? 'whole' : 'features', type: vector(table.columns) };
    const column = denseVectors(table.values, table.rows, table.columns);
    return { schema: { fields: [field] }, columns: [column] };
  }
  const cells: readonly TableColumn[] =
    table.kind === 'matrix' ? [{ kind: 'number', values: table.values }] : table.cells;
  const fields = cells.map((column, at) => ({
    name: table.names?.[at] ?? `column-${at}`,
    type: scalar(column.kind === 'number' ? base : 'string'),
  }));
  const columns = cells.map(
    (column): Column => (column.kind === 'given' ? { kind: 'string', values: textList(column) } : column),
  );
  return { schema: { fields }, columns };
}

function booleanTexts(table: Table): Table {
  const cells = Array.from({ length: columnCount(table) }, (_none, column): TableColumn => {
    const values = cellList(columnOf(table, column)).map((cell) => (cell === 0 ? 'False' : 'True'));
    return { kind: 'string', values };
  });
  return { kind: 'mixed', rows: table.rows, cells };
}

/** The table of a frame that `tableFrame` made, and whether its numbers are integers. */
export function frameTable(frame: Frame): ModelAnswer {
  return (frame as TableFrame).answer;
}

/**
 * The table that a neighbour's frame would be after CSV, or undefined if that is not certain: vectors of one size,
 * without nulls. Positions that a sparse vector lacks are written as 0.0.
 */
export function adoptTable(frame: Frame): Frame | undefined {
  const [column] = frame.columns;
  if (frame.columns.length !== 1 || column?.kind !== 'vector' || (frame.rejections?.size ?? 0) > 0) return undefined;
  const { rowCount } = frame;
  const width = column.sizes[0] ?? 0;
  for (let row = 0; row < rowCount; row++) {
    if (column.sizes[row] !== width || column.nulls?.[row] === 1) return undefined;
  }
  return width === 0 ? undefined : tableFrame(newDense(column, rowCount, width));
}

function newDense(column: VectorColumn, rows: number, columns: number): Table {
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) copyDense(column, row, values, row * columns);
  return { kind: 'matrix', rows, columns, values };
}
