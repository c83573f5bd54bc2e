import type { Scorer } from '../../scorer.ts';
import type { OpTable } from '../op-table.ts';
import { compilePlan, type PlanOptions } from '../plan/compile-plan.ts';
import type { BundleHead } from './bundle/open-bundle.ts';
import type { ReadBundle } from './bundle/read-bundle.ts';
import { toPlanNode } from './to-plan-node.ts';

/** How a bundle is scored. */
export type BundleOptions = PlanOptions;

/** One step of a bundle, for people. */
export interface BundleStage {
  readonly path: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Not run, as nothing that is wanted depends on it. */
  readonly isPruned: boolean;
}

/** A compiled bundle. Its frames are buffers that the next `score` writes over. */
export interface BundleScorer extends Scorer {
  readonly bundle: BundleHead;
  readonly stages: readonly BundleStage[];
}

/**
 * Compiles a bundle for one schema. `ops` has the operators that the bundle names. Throws `ScoringError`: `bad_model` for broken
 * files, `unsupported_model` for an op that is not read, `missing_column` and `wrong_type` where the schema does not serve the bundle.
 */
export function compileBundle({ head, nodes: read }: ReadBundle, ops: OpTable, options: BundleOptions): BundleScorer {
  const nodes = read.map((node) => toPlanNode(node, ops));
  const plan = compilePlan(nodes, options);
  const stages = nodes.map((node) => ({
    path: node.path,
    op: node.op,
    inputs: node.inputs.map((socket) => socket.name),
    outputs: node.outputs.map((socket) => socket.name),
    isPruned: plan.pruned.has(node),
  }));
  return {
    bundle: head,
    stages,
    inputSchema: plan.inputSchema,
    outputSchema: plan.outputSchema,
    scoreShared: plan.scoreShared,
  };
}
