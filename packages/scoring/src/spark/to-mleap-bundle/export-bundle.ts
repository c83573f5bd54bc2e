import type { Schema } from '../../frame/schema.ts';
import type { ModelFiles } from '../../model-files.ts';
import { ScoringError } from '../../scoring-error.ts';
import { present } from '../../util/present.ts';
import type { SavedPipeline } from '../from-spark-save/load-saved-pipeline.ts';
import { bundleNodes } from './bundle-nodes.ts';
import { writeBundle } from './write-bundle.ts';

export interface ExportOptions {
  /** The columns that frames will bring. Default: those the pipeline needs, of the types its stages ask for. */
  readonly input?: Schema;
  /** The bundle's UUID. */
  readonly uid: string;
}

/**
 * A saved pipeline as a bundle that MLeap 0.20 (AWS's container) and later read; the same pipeline gives the same files. Throws
 * `unsupported_model` that names the stage for what MLeap cannot hold, and as reading the pipeline does.
 */
export function exportBundle(pipeline: SavedPipeline, { input, uid }: ExportOptions): ModelFiles {
  // What is wrong with the model, or missing in the schema, shows where it is compiled.
  pipeline.compile(present({ input }));
  const mapped = pipeline.map(present({ input }));
  const { nodes, columnOf } = bundleNodes(mapped);
  checkNames(mapped.outputs.map(({ name, planName }) => ({ name, column: columnOf(planName) })));
  const timestamp = new Date(pipeline.savedAt ?? 0).toISOString().slice(0, -1);
  return writeBundle(nodes, { name: pipeline.uid, uid, timestamp });
}

/** MLeap adds columns to a frame and changes none. */
function checkNames(outputs: readonly { readonly name: string; readonly column: string }[]): void {
  const anew = outputs.find(({ name, column }) => name !== column);
  if (anew === undefined) return;
  throw new ScoringError(
    'unsupported_model',
    `The column "${anew.name}" is written twice, or over one of the input. MLeap adds columns and changes none: give the later one a name of its own.`,
  );
}
