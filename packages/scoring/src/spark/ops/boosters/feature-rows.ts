import type { SparseRows } from '../../../frame/feature-rows.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/**
 * The rows as XGBoost sees them: of a dense vector every value is given, zeros too; of a sparse one the absent values
 * are missing. (A vector_assembler compresses, so one logical row can be either; MLeap has it so.)
 */
export function featureRows(input: VectorRegister, rowCount: number, columnCount: number): SparseRows {
  const count = input.starts[rowCount];
  const indices = new Int32Array(count);
  for (let row = 0; row < rowCount; row++) {
    const start = input.starts[row];
    for (let at = start; at < input.starts[row + 1]; at++)
      indices[at] = input.isSparse(row) ? input.indices[at] : at - start;
  }
  const { starts, values } = input;
  return {
    kind: 'sparse',
    starts: starts.subarray(0, rowCount + 1),
    indices,
    values: values.subarray(0, count),
    rowCount,
    columnCount,
  };
}
