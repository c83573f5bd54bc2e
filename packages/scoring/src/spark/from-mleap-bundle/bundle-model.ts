import type { ModelFiles } from '../../model-files.ts';
import type { ModelFacts } from '../../scoring-model.ts';
import { type PipelineModel, pipelineModel } from '../pipeline-model.ts';
import { type BundleOptions, type BundleScorer, loadBundle } from './load-bundle.ts';

/** A bundle, compiled for one schema, as a model. Throws as `loadBundle` does. */
export function bundleModel(files: ModelFiles, options: BundleOptions = {}): PipelineModel {
  const scorer = loadBundle(files, options);
  return pipelineModel('MLeap', scorer, () => bundleFacts(scorer));
}

/** What a bundle consists of. */
export function bundleFacts({ bundle, stages, outputSchema }: BundleScorer): ModelFacts {
  return {
    lines: [
      `MLeap bundle ${bundle.name} (${bundle.format}, MLeap ${bundle.version})`,
      ...stages.map(({ op, inputs, outputs }) => `  ${op}: ${inputs.join(', ')} -> ${outputs.join(', ')}`),
    ],
    details: { ...bundle, stages, outputs: outputSchema.fields.map(({ name }) => name) },
  };
}
