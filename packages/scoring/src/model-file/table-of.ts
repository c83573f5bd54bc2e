import type { Column } from '../frame/column.ts';
import { withAllCells } from '../frame/feature-rows.ts';
import type { Frame } from '../frame/frame.ts';
import { type GivenCell, GivenCells } from '../frame/given-cells.ts';
import type { Table, TableColumn } from '../frame/table.ts';
import type { VectorColumn } from '../frame/vector-column.ts';
import { vectorFeatures } from '../frame/vector-features.ts';
import { ScoringError } from '../scoring-error.ts';
import { present } from '../util/present.ts';
import { TableFrame } from './table-frame.ts';
import { withMatrix } from './with-matrix.ts';

/**
 * A frame as the table that scikit-learn's estimators take: a column of vectors is a matrix. Copies nothing but cells of sparse
 * vectors and of columns with nulls. Throws `wrong_size` for vectors of several sizes, `wrong_type` for vectors beside others.
 */
export function tableOf(frame: Frame): Table {
  if (frame instanceof TableFrame) return frame.table;
  const { schema, columns, rowCount } = frame;
  const [first] = columns;
  const { fields, isPositional } = schema;
  if (columns.length === 1 && first?.kind === 'vector') return matrixOf(first, rowCount, fields[0]?.positions);
  const names = isPositional === true ? undefined : fields.map(({ name }) => name);
  const cells = columns.map((column, at) => cellsOf(column, at, fields[at]?.name));
  return withMatrix({ kind: 'mixed', rows: rowCount, cells, ...present({ names }) });
}

function matrixOf(column: VectorColumn, rows: number, names: readonly string[] | undefined): Table {
  const features = vectorFeatures(column, rows);
  if (features === undefined) throw new ScoringError('wrong_size', 'The rows are not all there, of one width.');
  const { values, columnCount: columns } = withAllCells(features);
  const count = rows * columns;
  const cells = values instanceof Float64Array ? values : Float64Array.from(values);
  const block = cells.length === count ? cells : cells.subarray(0, count);
  return { kind: 'matrix', rows, columns, values: block, ...present({ names }) };
}

function cellsOf(column: Column, at: number, name: string | undefined): TableColumn {
  if (column instanceof GivenCells || column.kind === 'string') return column;
  if (column.kind === 'value') return new GivenCells(column.values as readonly GivenCell[], true, { column: at, name });
  if (column.kind === 'vector')
    throw new ScoringError('wrong_type', `The column "${name}" holds vectors, and is not the only one.`);
  const { values, nulls } = column;
  if (nulls === undefined) return { kind: 'number', values };
  return { kind: 'number', values: values.map((value, row) => (nulls[row] === 1 ? Number.NaN : value)) };
}
