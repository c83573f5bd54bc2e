import type { Scorer } from '../../scorer.ts';
import type { ModelFacts } from '../../scoring-model.ts';
import type { SavedPipeline } from './load-saved-pipeline.ts';

/** What a saved pipeline consists of. */
export function savedPipelineFacts(pipeline: SavedPipeline, { outputSchema }: Scorer): ModelFacts {
  const { className, uid, sparkVersion } = pipeline;
  const { stages } = pipeline.survey();
  return {
    lines: [
      `Spark ${sparkVersion} ${className.slice(className.lastIndexOf('.') + 1)} ${uid}`,
      ...stages.map(({ name, inputs, outputs }) => `  ${name}: ${inputs.join(', ')} -> ${outputs.join(', ')}`),
    ],
    details: { className, uid, sparkVersion, stages, outputs: outputSchema.fields.map(({ name }) => name) },
  };
}
