import { defined } from '../../util/defined.ts';
import type { ExportedStage } from '../attributes/bundle-model.ts';
import type { MappedPipeline } from '../from-spark-save/load-saved-pipeline.ts';
import type { NodeName } from '../plan/node-context.ts';
import type { NodePorts } from '../plan/ports.ts';
import type { Socket } from '../plan/socket.ts';
import { refuseExport } from '../save/refuse-export.ts';

/** A node of a bundle: its columns by the names that frames will have. */
export interface BundleNode extends NodeName, NodePorts, ExportedStage {}

/** What is known of a pipeline once the stages that MLeap goes without are left out. */
export interface BundleNodes {
  readonly nodes: readonly BundleNode[];
  /** The column of the frame that stands for a column of the plan. */
  readonly columnOf: (planName: string) => string;
}

/** The steps of a pipeline as nodes of a bundle. Throws `unsupported_model` for one that MLeap does not have. */
export function bundleNodes({ nodes }: MappedPipeline): BundleNodes {
  const aliases = new Map<string, string>();
  const columnOf = (name: string) => aliases.get(name) ?? name;
  const wired = (sockets: readonly Socket[]) => sockets.map(({ port, name }) => ({ port, name: columnOf(name) }));
  const written: BundleNode[] = [];
  for (const node of nodes) {
    if (node.toBundle === undefined) throw refuseExport(node, `has no operator for it ("${node.op}")`);
    const stage = node.toBundle();
    const [inputs, outputs] = [wired(node.inputs), node.outputs];
    if (stage.model.isLeftOut !== true) written.push({ path: node.path, op: node.op, inputs, outputs, ...stage });
    else for (const { name } of outputs) aliases.set(name, defined(inputs[0]).name);
  }
  return { nodes: written, columnOf };
}
