import type { ModelFiles } from '@catenary/scoring/internal/frame';
import { openSavedPipeline } from '@catenary/scoring/internal/saved-pipelines';
import { cannotBeScored, columnTexts, describeScorer } from './describe-scorer.ts';
import type { ModelDescription } from './model-description.ts';
import { savedBoosters } from './saved-boosters.ts';

/** Describes a pipeline that Spark saved: stages, columns, what a request must have, and what would fail. */
export async function describeSavedPipeline(files: ModelFiles): Promise<ModelDescription> {
  const pipeline = await openSavedPipeline(files, savedBoosters);
  const survey = pipeline.survey();
  const { className, uid, sparkVersion } = pipeline;
  const columns = (names: readonly string[]) => columnTexts(names, survey.types, (name, type) => `${name}: ${type}`);
  const { lines, details } = describeScorer(survey, {
    heading: `saved Spark model ${uid} (written by Spark ${sparkVersion || 'of an unknown version'})`,
    stageLines: survey.stages.map(
      ({ name, inputs, outputs, problem }) =>
        `${name}: ${columns(inputs)} -> ${columns(outputs)}${problem === undefined ? '' : cannotBeScored}`,
    ),
  });
  return { engine: 'Spark', lines, details: { pipeline: { className, uid, sparkVersion }, ...details } };
}
