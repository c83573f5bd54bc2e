import type { PlanNode } from '../plan/plan-node.ts';

/**
 * The steps but those StringIndexers that only made the labels of training: a stage names the column as its `labelCol`, and nothing
 * reads it or what it is made of. Spark passes over such a stage where rows lack its column, as rows to be scored do. One that drops
 * rows (`skip`) stays, for Spark asks for its column.
 */
export function withoutLabels(nodes: readonly PlanNode[], labels: ReadonlySet<string>): readonly PlanNode[] {
  const reads = new Map<string, number>();
  for (const { name } of nodes.flatMap(({ inputs }) => inputs)) reads.set(name, (reads.get(name) ?? 0) + 1);
  const isLabel = ({ op, inputs, outputs, canSkip }: PlanNode) =>
    op === 'string_indexer' &&
    !canSkip() &&
    outputs.every(({ name }) => labels.has(name) && !reads.has(name)) &&
    inputs.every(({ name }) => reads.get(name) === 1);
  return nodes.filter((node) => !isLabel(node));
}
