import { defined } from '../../../util/defined.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/** Writes one sparse row from position → value, positions ascending. */
export function writeCounts(counts: ReadonlyMap<number, number>, size: number, output: VectorRegister): void {
  const positions = Int32Array.from(counts.keys()).sort();
  output.room(positions.length);
  for (let at = 0; at < positions.length; at++) {
    output.indices[output.length + at] = positions[at];
    output.values[output.length + at] = defined(counts.get(positions[at]));
  }
  output.closeSparse(size, positions.length);
}
