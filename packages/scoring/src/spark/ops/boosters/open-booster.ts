import { list } from '../../../frame/data-type.ts';
import type { SparseRows } from '../../../frame/feature-rows.ts';
import { ScoringError } from '../../../scoring-error.ts';
import type { OpBooster } from '../../op-booster.ts';
import { eachVector, type VectorRows } from '../../plan/each-vector.ts';
import type { Kernel } from '../../plan/kernel.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { Ports } from '../../plan/ports.ts';
import { featureRows } from './feature-rows.ts';
import type { XgboostModel } from './xgboost-model.ts';

/** A booster whose rounds are chosen. */
export interface OpenedBooster {
  readonly booster: OpBooster;
  readonly options: { readonly rounds?: number };
}

/** The booster of a node. Throws `unsupported_model` if the caller brought no reader. */
export function openBooster({ bytes, treeLimit }: XgboostModel, context: NodeContext): OpenedBooster {
  const { path: node, op, loadBooster } = context;
  if (loadBooster === undefined) {
    const message = `${node}: the op "${op}" needs a reader for XGBoost models, and none is given.`;
    throw new ScoringError('unsupported_model', message, { node, op });
  }
  return { booster: loadBooster(bytes), options: treeLimit > 0 ? { rounds: treeLimit } : {} };
}

/** A loop over a block of rows, once they have been looked through for what is refused. */
export function onCheckedRows(
  context: NodeContext,
  { input, size }: VectorRows & { readonly size: number },
  score: (rows: SparseRows, rowCount: number) => void,
): Kernel {
  const nothing = () => {};
  const check = eachVector(context, { input, size }, { each: nothing, empty: nothing });
  return (rowCount) => {
    check(rowCount);
    score(featureRows(input, rowCount, size), rowCount);
  };
}

type WriteLists = (rows: SparseRows, rowCount: number) => void;

/** The outputs that are lists of numbers: `leaf_prediction` and `contrib_prediction` (SHAP values). */
export function compileLists({ booster, options }: OpenedBooster, ports: Ports): WriteLists {
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
