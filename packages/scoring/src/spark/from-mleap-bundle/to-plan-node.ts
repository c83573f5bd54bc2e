import { findOp, type OpTable } from '../op-table.ts';
import type { PlanNode } from '../plan/plan-node.ts';
import type { BundleNode } from './bundle/bundle-node.ts';

/** A node of a bundle for the plan. What it says is read when it is compiled: a node that nothing depends on may be broken. */
export function toPlanNode({ path, op, inputs, outputs, attributes, folder }: BundleNode, ops: OpTable): PlanNode {
  return {
    path,
    op,
    inputs,
    outputs,
    canSkip: () => attributes.has('handle_invalid') && attributes.string('handle_invalid') === 'skip',
    compile: (ports, context) => findOp(ops, { op, path })(attributes, folder)(ports, context),
  };
}
