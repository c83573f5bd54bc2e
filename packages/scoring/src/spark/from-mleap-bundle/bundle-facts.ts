import type { ModelFacts } from '../../scoring-model.ts';
import type { BundleScorer } from './compile-bundle.ts';

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
