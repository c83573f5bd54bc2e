import { list } from '../../../frame/data-type.ts';
import type { SparseRows } from '../../../frame/feature-rows.ts';
import type { Ports } from '../../plan/ports.ts';
import type { OpenedBooster } from './open-booster.ts';

type WriteLists = (rows: SparseRows, rowCount: number) => void;

/** The outputs that are lists of numbers: `leaf_prediction` and `contrib_prediction` (SHAP values). */
export function boosterLists({ booster, options }: OpenedBooster, ports: Ports): WriteLists {
  const leaves = listWriter(ports, 'leaf_prediction', (rows) => booster.leaf(rows, options));
  const shares = listWriter(ports, 'contrib_prediction', (rows) => booster.contributions(rows, options));
  return (rows, rowCount) => {
    leaves(rows, rowCount);
    shares(rows, rowCount);
  };
}

function listWriter(ports: Ports, port: string, compute: (rows: SparseRows) => Int32Array | Float32Array): WriteLists {
  if (!ports.hasOutput(port)) return () => {};
  const output = ports.outputValues(port, list('double'));
  return (rows, rowCount) => {
    const numbers = compute(rows);
    const width = rowCount === 0 ? 0 : numbers.length / rowCount;
    output.values = Array.from({ length: rowCount }, (_, row) =>
      Array.from(numbers.subarray(row * width, (row + 1) * width)),
    );
  };
}
