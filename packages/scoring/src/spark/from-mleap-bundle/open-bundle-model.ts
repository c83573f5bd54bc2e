import type { ModelFiles } from '../../model-files.ts';
import { importOps } from '../import-ops.ts';
import { type PipelineModel, pipelineModel } from '../pipeline-model.ts';
import { readBundle } from './bundle/read-bundle.ts';
import { bundleFacts } from './bundle-facts.ts';
import { type BundleOptions, compileBundle } from './compile-bundle.ts';

/** A bundle whose operators are loaded. */
export interface OpenedBundleModel {
  /** Compiled as it was asked for when it was opened. */
  readonly model: PipelineModel;
  /** Compiles it anew, for another schema. Throws as `compileBundle` does. */
  readonly compile: (options: BundleOptions) => PipelineModel;
}

/** Loads the operators that a bundle names, and compiles it. Rejects as `compileBundle` throws. */
export async function openBundleModel(files: ModelFiles, options: BundleOptions = {}): Promise<OpenedBundleModel> {
  const bundle = readBundle(files);
  const ops = await importOps(bundle.nodes.map(({ op }) => op));
  const compile = (read: typeof bundle, given: BundleOptions) => {
    const scorer = compileBundle(read, ops, given);
    return pipelineModel('MLeap', scorer, () => bundleFacts(scorer));
  };
  // Read again each time, as what a bundle says takes more memory than its files.
  return { model: compile(bundle, options), compile: (given) => compile(readBundle(files), given) };
}
