import { spend } from '../../util/allowance.ts';
import type { VectorRegister } from './vector-register.ts';

/** A row as an array of its own size: a view of the column where it is dense, `scratch` where not. */
export function denseRow(input: VectorRegister, row: number, scratch: { values: Float64Array }): Float64Array {
  const start = input.starts[row];
  const end = input.starts[row + 1];
  if (!input.isSparse(row)) return input.values.subarray(start, end);
  const size = input.sizes[row];
  spend(size);
  if (scratch.values.length !== size) scratch.values = new Float64Array(size);
  else scratch.values.fill(0);
  for (let at = start; at < end; at++) scratch.values[input.indices[at]] = input.values[at];
  return scratch.values;
}

/** Writes a row densely from `output.length` on, without closing it, and returns where it begins. */
export function writeDense(input: VectorRegister, row: number, output: VectorRegister): number {
  const size = input.sizes[row];
  output.room(size);
  const { values, length } = output;
  const start = input.starts[row];
  const end = input.starts[row + 1];
  if (input.isSparse(row)) {
    values.fill(0, length, length + size);
    for (let at = start; at < end; at++) values[length + input.indices[at]] = input.values[at];
  } else {
    for (let at = start; at < end; at++) values[length + at - start] = input.values[at];
  }
  return length;
}

/** Writes all values of a dense row and closes it. */
export function writeValues(output: VectorRegister, values: ArrayLike<number>): void {
  output.room(values.length);
  output.values.set(values, output.length);
  output.closeDense(values.length);
}
