import type { ModelFiles } from '../../model-files.ts';
import type { Scorer } from '../../scorer.ts';
import { compilePlan, type PlanOptions } from '../plan/compile-plan.ts';
import { flattenNodes } from './bundle/flatten-nodes.ts';
import { openBundle } from './bundle/open-bundle.ts';
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
  readonly bundle: { readonly name: string; readonly uid: string; readonly version: string; readonly format: string };
  readonly stages: readonly BundleStage[];
}

/**
 * Loads an MLeap bundle (0.8 and later, JSON or Protobuf) and compiles it for one schema.
 * Throws `ScoringError`: `bad_model` for broken files, `unsupported_model` for an op that is not read,
 * `missing_column` and `wrong_type` where the schema does not serve the bundle. Source: MLeap 0.25.2.
 */
export function loadBundle(files: ModelFiles, options: BundleOptions = {}): BundleScorer {
  const { name, uid, version, format, root } = openBundle(files);
  const nodes = flattenNodes(root).map(toPlanNode);
  const plan = compilePlan(nodes, options);
  const stages = nodes.map((node) => ({
    path: node.path,
    op: node.op,
    inputs: node.inputs.map((socket) => socket.name),
    outputs: node.outputs.map((socket) => socket.name),
    isPruned: plan.pruned.has(node),
  }));
  return {
    bundle: { name, uid, version, format },
    stages,
    inputSchema: plan.inputSchema,
    outputSchema: plan.outputSchema,
    scoreShared: plan.scoreShared,
  };
}
