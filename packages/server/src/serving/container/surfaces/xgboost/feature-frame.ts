import {
  type AssembledRows,
  AssembledVectors,
  copyDense,
  type DenseRows,
  denseVectors,
  type FeatureRows,
  type Frame,
  vector,
  type VectorColumn,
} from '@catenary/scoring/internal/frame';
import type { RequestFormat } from './request-format.ts';

/**
 * A request as a frame: one vector column, named after the format it came in, since the container checks widths by
 * format. Positions that a sparse row lacks are missing (but see `featureRows`); NaN is too.
 */
export function featureFrame(format: RequestFormat, rows: FeatureRows): Frame {
  const { rowCount, columnCount } = rows;
  const values = rows.values instanceof Float64Array ? rows.values : Float64Array.from(rows.values);
  const column: VectorColumn =
    rows.kind === 'dense'
      ? denseVectors(values, rowCount, columnCount)
      : {
          kind: 'vector',
          values,
          starts: rows.starts,
          sizes: new Int32Array(rowCount).fill(columnCount),
          indices: rows.indices,
          sparse: new Uint8Array(rowCount).fill(1),
        };
  return { schema: { fields: [{ name: format, type: vector(columnCount) }] }, columns: [column], rowCount };
}

/** The rows of a frame that `featureFrame` made. In CSV every cell is written: positions that a row lacks are zeros there. */
export function featureRows(frame: Frame): FeatureRows | AssembledRows {
  const { rowCount } = frame;
  const [column] = frame.columns;
  if (column instanceof AssembledVectors) return assembledRows(column, rowCount);
  const { values, starts, sizes, indices } = column as VectorColumn;
  const columnCount = sizes[0] ?? 0;
  if (indices === undefined) return { kind: 'dense', values, rowCount, columnCount };
  const rows = { kind: 'sparse', values, starts, indices, rowCount, columnCount } as const;
  return formatOf(frame) === 'csv' ? { ...rows, absent: 0 } : rows;
}

export function assembledRows(column: AssembledVectors, rowCount: number): AssembledRows {
  const { parts, size } = column;
  const rows = (): DenseRows => {
    const values = new Float64Array(rowCount * size);
    for (let row = 0; row < rowCount; row++) copyDense(column, row, values, row * size);
    return { kind: 'dense', values, rowCount, columnCount: size };
  };
  return { kind: 'assembled', parts, rowCount, columnCount: size, rows };
}

export function formatOf(frame: Frame): RequestFormat {
  return frame.schema.fields[0]?.name as RequestFormat;
}
