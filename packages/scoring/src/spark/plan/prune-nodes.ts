import type { PlanNode } from './plan-node.ts';

/**
 * The nodes that nothing wanted depends on. So a label indexer does not make every request bring a label. A node that
 * may drop rows (`handle_invalid` skip) stays if what it reads is made or read by nodes that stay.
 */
export function pruneNodes(nodes: readonly PlanNode[], outputs: readonly string[] | undefined): Set<PlanNode> {
  const pruned = new Set<PlanNode>();
  if (outputs === undefined) return pruned;
  const needed = new Set(outputs);
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some((socket) => needed.has(socket.name))) pruned.add(node);
    else for (const socket of node.inputs) needed.add(socket.name);
  }
  for (const node of [...pruned].reverse()) {
    if (node.canSkip() && node.inputs.every((socket) => needed.has(socket.name))) pruned.delete(node);
  }
  return pruned;
}
