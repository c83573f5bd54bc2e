import { present } from '../util/present.ts';
import { vector } from './data-type.ts';
import type { Frame } from './frame.ts';
import { denseVectors, type VectorColumn } from './vector-column.ts';

/** Rows of numbers of one width: all cells, row-major; or, with `starts` and `indices`, the cells that are written. */
export interface VectorRows {
  readonly values: Float32Array | Float64Array;
  readonly rowCount: number;
  readonly columnCount: number;
  /** Of sparse rows: row `i` owns the entries `starts[i] .. starts[i + 1])`. */
  readonly starts?: Int32Array;
  readonly indices?: Int32Array;
}

/** Rows of numbers as a frame: one column of vectors of a fixed size. NaN is a missing cell. */
export function vectorFrame(rows: VectorRows, origin?: Frame['origin']): Frame {
  const { rowCount, columnCount, starts, indices } = rows;
  const values = rows.values instanceof Float64Array ? rows.values : Float64Array.from(rows.values);
  const column: VectorColumn =
    starts === undefined || indices === undefined
      ? denseVectors(values, rowCount, columnCount)
      : {
          kind: 'vector',
          values,
          starts,
          sizes: new Int32Array(rowCount).fill(columnCount),
          indices,
          sparse: new Uint8Array(rowCount).fill(1),
        };
  const schema = { fields: [{ name: 'features', type: vector(columnCount) }] };
  return { schema, columns: [column], rowCount, ...present({ origin }) };
}
