import type { DataType } from '../../frame/data-type.ts';
import type { ModelFiles } from '../../model-files.ts';
import { ScoringError } from '../../scoring-error.ts';
import { importOps } from '../import-ops.ts';
import { findOp } from '../op-table.ts';
import type { BundleHead } from './bundle/open-bundle.ts';
import { readBundle } from './bundle/read-bundle.ts';
import { type BundleOptions, type BundleScorer, compileBundle } from './compile-bundle.ts';

/** One step of a bundle that may or may not load. */
export interface SurveyedStage {
  readonly path: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Why this step cannot be scored. */
  readonly problem?: string;
}

/** What can be said of a bundle, whether it loads or not. */
export interface BundleSurvey {
  readonly bundle: BundleHead;
  readonly stages: readonly SurveyedStage[];
  /** The types of columns; empty for a bundle that does not load. */
  readonly types: ReadonlyMap<string, DataType>;
  readonly scorer?: BundleScorer;
  /** What would fail, each with its node; empty for a bundle that loads. */
  readonly problems: readonly string[];
}

/**
 * Looks at a bundle without giving up at the first thing that is wrong: every op that is not read is reported, and what else
 * keeps the bundle from loading. Rejects with `ScoringError` only if the files are no bundle whose nodes can be listed.
 */
export async function surveyBundle(files: ModelFiles, options: BundleOptions = {}): Promise<BundleSurvey> {
  const read = readBundle(files);
  const { head: bundle, nodes } = read;
  const ops = await importOps(nodes.map(({ op }) => op));
  const failed = new Map<string, string>();
  const stages = nodes.map((node): SurveyedStage => {
    const problem = problemOf(() => findOp(ops, node));
    if (problem !== undefined) failed.set(node.path, problem.message);
    const sockets = (list: readonly { readonly name: string }[]) => list.map((socket) => socket.name);
    const stage = { path: node.path, op: node.op, inputs: sockets(node.inputs), outputs: sockets(node.outputs) };
    return problem === undefined ? stage : { ...stage, problem: problem.message };
  });
  if (failed.size > 0) return { bundle, stages, types: new Map(), problems: [...failed.values()] };
  try {
    const scorer = compileBundle(read, ops, options);
    const fields = [...scorer.inputSchema.fields, ...scorer.outputSchema.fields];
    return { bundle, stages, types: new Map(fields.map((field) => [field.name, field.type])), scorer, problems: [] };
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    return { bundle, stages, types: new Map(), problems: [error.message] };
  }
}

function problemOf(run: () => unknown): ScoringError | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof ScoringError) return error;
    throw error;
  }
}
