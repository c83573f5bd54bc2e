import type { ModelFiles, Schema } from '@catenary/scoring/internal/frame';
import { openSavedPipeline } from '@catenary/scoring/internal/saved-pipelines';
import { present } from '@catenary/scoring/internal/values';
import { cannotBeScored, columnTexts, describeScorer } from './describe-scorer.ts';
import type { ModelDescription } from './model-description.ts';
import { savedBoosters } from './saved-boosters.ts';

/** What is said where the stages are read, but do not fit what they ask for by themselves: a statement of SQL over whole numbers. */
const withSchema =
  'served natively with a schema of its columns only (SAGEMAKER_SPARKML_SCHEMA, or schema.json in the archive or beside it)';

/**
 * Describes a pipeline that Spark saved: stages, columns, what a request must have, and what would fail. It does not say the types
 * of its inputs: those of `schema` are taken, else what its stages ask for.
 */
export async function describeSavedPipeline(files: ModelFiles, schema?: Schema): Promise<ModelDescription> {
  const pipeline = await openSavedPipeline(files, savedBoosters);
  const survey = pipeline.survey(present({ input: schema }));
  const isReadWhole = survey.stages.every(({ problem }) => problem === undefined);
  const { className, uid, sparkVersion } = pipeline;
  const columns = (names: readonly string[]) => columnTexts(names, survey.types, (name, type) => `${name}: ${type}`);
  const { lines, details } = describeScorer(survey, {
    heading: `saved Spark model ${uid} (written by Spark ${sparkVersion || 'of an unknown version'})`,
    ...present({ verdict: schema === undefined && isReadWhole ? withSchema : undefined }),
    stageLines: survey.stages.map(
      ({ name, inputs, outputs, problem }) =>
        `${name}: ${columns(inputs)} -> ${columns(outputs)}${problem === undefined ? '' : cannotBeScored}`,
    ),
  });
  return { engine: 'Spark', lines, details: { pipeline: { className, uid, sparkVersion }, ...details } };
}
