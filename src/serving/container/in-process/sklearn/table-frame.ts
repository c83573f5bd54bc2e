import type { Column } from '../../../../scoring/frame/column.ts';
import { scalar, vector } from '../../../../scoring/frame/data-type.ts';
import type { Frame } from '../../../../scoring/frame/frame.ts';
import { copyDense, denseVectors, type VectorColumn } from '../../../../scoring/frame/vector-column.ts';
import type { ModelAnswer } from '../../../../scoring/model-file/model-file.ts';
import type { Cells, Table } from '../../../../scoring/sklearn/table.ts';

/** A table as a frame: a matrix is one vector column (`whole` if its numbers are integers), else a column each. */
export function tableFrame(table: Table, numbers: ModelAnswer['numbers'] = 'float64'): Frame {
  const base = numbers === 'integer' ? 'long' : 'double';
  if (table.kind === 'matrix' && table.columns !== 1) {
    const field = { name: base === 'long' ? 'whole' : 'features', type: vector(table.columns) };
    const column = denseVectors(table.values, table.rows, table.columns);
    return { schema: { fields: [field] }, columns: [column], rowCount: table.rows };
  }
  const cells: readonly Cells[] = table.kind === 'matrix' ? [{ kind: 'number', values: table.values }] : table.cells;
  const fields = cells.map((column, at) => ({
    name: table.names?.[at] ?? `column-${at}`,
    type: scalar(column.kind === 'string' ? 'string' : base),
  }));
  return { schema: { fields }, columns: cells as readonly Column[], rowCount: table.rows };
}

/** The table of a frame that `tableFrame` made, and whether its numbers are integers. */
export function frameTable(frame: Frame): ModelAnswer {
  const { columns, rowCount: rows, schema } = frame;
  const [first] = columns;
  const [field] = schema.fields;
  if (first?.kind === 'vector') {
    const width = first.sizes[0] ?? 0;
    const table: Table = { kind: 'matrix', rows, columns: width, values: first.values };
    return { table, numbers: field?.name === 'whole' ? 'integer' : 'float64' };
  }
  const names = schema.fields.every(({ name }, at) => name === `column-${at}`)
    ? {}
    : { names: schema.fields.map(({ name }) => name) };
  return {
    table: { kind: 'mixed', rows, cells: columns as readonly Cells[], ...names },
    numbers: field?.type.base === 'long' ? 'integer' : 'float64',
  };
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
