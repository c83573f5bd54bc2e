import type { DataType } from '../../../frame/data-type.ts';
import { writeDense } from '../../plan/dense-row.ts';
import type { Kernel } from '../../plan/kernel.ts';
import { mapVectors, type VectorMap } from '../../plan/map-vectors.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { Ports } from '../../plan/ports.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/** One column of numbers or vectors, at the ports `input` and `output` with `port` at the end of their names. */
export interface BinarizedColumn {
  readonly port: string;
  readonly threshold: number;
  readonly type: DataType;
  /** As up to Spark 3: else a null is not above any threshold. */
  readonly keepsNulls?: boolean;
  /** As up to Spark 2.4: only active entries of a sparse vector are looked at, as by MLeap. */
  readonly activeOnly?: boolean;
}

/** A loop that makes 1 of what is above the threshold, else 0. */
export function binarizeColumn(column: BinarizedColumn, ports: Ports, context: NodeContext): Kernel {
  const { port, threshold, type, keepsNulls = false, activeOnly = false } = column;
  const input = ports.input(`input${port}`, type) as NumberRegister | VectorRegister;
  const output = ports.output(`output${port}`, type);
  if (input.kind === 'number')
    return binarizeNumbers({ input, output: output as NumberRegister }, threshold, keepsNulls);
  const map = { input, output: output as VectorRegister };
  const zerosCount = threshold < 0 && context.semantics === 'spark' && !activeOnly;
  return mapVectors(context, map, zerosCount ? binarizeAll(map, threshold) : binarizeActive(map, threshold));
}

function binarizeNumbers(
  { input, output }: { readonly input: NumberRegister; readonly output: NumberRegister },
  threshold: number,
  keepsNulls: boolean,
): Kernel {
  return (rowCount) => {
    output.reserve(rowCount);
    const { values } = input;
    for (let row = 0; row < rowCount; row++) {
      output.values[row] = values[row] > threshold && !input.isNull(row) ? 1 : 0;
      if (keepsNulls && input.isNull(row)) output.setNull(row);
    }
  };
}

/** Every value counts, a NaN as above. */
function binarizeAll({ input, output }: VectorMap, threshold: number): (row: number) => void {
  return (row) => {
    const size = input.sizes[row];
    const start = writeDense(input, row, output);
    const { values } = output;
    let ones = 0;
    for (let at = 0; at < size; at++) {
      const isOne = !(values[start + at] <= threshold);
      values[start + at] = isOne ? 1 : 0;
      if (isOne) ones++;
    }
    output.closeCompressed(size, ones);
  };
}

/** Of a sparse row active entries count, a NaN not as above. */
function binarizeActive({ input, output }: VectorMap, threshold: number): (row: number) => void {
  return (row) => {
    const size = input.sizes[row];
    const start = writeDense(input, row, output);
    const isSparse = input.isSparse(row);
    const { values } = output;
    let ones = 0;
    for (let at = 0; at < size; at++) {
      const value = values[start + at];
      const isOne = value > threshold && !(isSparse && value === 0 && !isActive(input, row, at));
      values[start + at] = isOne ? 1 : 0;
      if (isOne) ones++;
    }
    output.closeCompressed(size, ones);
  };
}

/** Whether a sparse row has an entry of its own at a position. */
function isActive(input: VectorRegister, row: number, position: number): boolean {
  for (let at = input.starts[row]; at < input.starts[row + 1]; at++) if (input.indices[at] === position) return true;
  return false;
}
