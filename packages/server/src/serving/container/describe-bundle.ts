import { loadPlainXgboost } from '@catenary/scoring/internal/boosters';
import { type BundleSurvey, surveyBundle } from '@catenary/scoring/internal/bundles';
import type { ModelFiles } from '@catenary/scoring/internal/frame';
import { cannotBeScored, columnTexts, describeScorer } from './describe-scorer.ts';
import type { ModelDescription } from './model-description.ts';

/** Describes an MLeap bundle: stages, columns, what a request must have, and what would fail. */
export async function describeBundle(files: ModelFiles): Promise<ModelDescription> {
  const survey = await surveyBundle(files, { loadBooster: loadPlainXgboost });
  const { bundle, stages } = survey;
  const heading = `MLeap bundle ${bundle.name} (written by ${bundle.version || 'an unknown version'}, ${bundle.format})`;
  const { lines, details } = describeScorer(survey, { heading, stageLines: stages.map((s) => stageLine(s, survey)) });
  return { engine: 'MLeap', lines, details: { bundle, ...details } };
}

function stageLine(stage: BundleSurvey['stages'][number], { types }: BundleSurvey): string {
  const columns = (names: readonly string[]) => columnTexts(names, types, (name, type) => `${name} (${type})`);
  const mark = stage.problem === undefined ? '' : cannotBeScored;
  return `${stage.op}: ${columns(stage.inputs)} -> ${columns(stage.outputs)}   (${stage.path})${mark}`;
}
