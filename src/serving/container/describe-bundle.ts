import { describeType } from '../../scoring/frame/data-type.ts';
import type { Field } from '../../scoring/frame/schema.ts';
import { type BundleSurvey, surveyBundle } from '../../scoring/mleap/survey-bundle.ts';
import type { ModelFiles } from '../../scoring/model-files.ts';
import { loadXgboost } from '../../scoring/xgboost/load-xgboost.ts';
import { listing, type ModelDescription } from './model-description.ts';
import { requestSkeleton } from './request-skeleton.ts';

/** Describes an MLeap bundle: stages, columns, what a request must have, and what would fail. */
export function describeBundle(files: ModelFiles): ModelDescription {
  const survey = surveyBundle(files, { loadBooster: loadXgboost });
  const { bundle, stages, scorer, problems } = survey;
  const request = scorer === undefined ? undefined : requestSkeleton(scorer.inputSchema, scorer.outputSchema);
  const verdict = scorer === undefined ? 'not served natively' : 'served natively as sagemaker-sparkml-serving';
  const lines = [
    `MLeap bundle ${bundle.name} (written by ${bundle.version || 'an unknown version'}, ${bundle.format}), ${verdict}`,
    ...listing('what would fail:', problems),
    ...listing('inputs that a request must have:', scorer?.inputSchema.fields.map(columnText) ?? []),
    `stages: ${stages.length}`,
    ...stages.map((stage) => stageLine(stage, survey)),
    ...listing('columns made:', scorer?.outputSchema.fields.map(columnText) ?? []),
    ...(request === undefined ? [] : ['a request (application/json):', `  ${JSON.stringify(request)}`]),
  ];
  const details = {
    bundle,
    stages,
    inputs: scorer?.inputSchema.fields,
    outputs: scorer?.outputSchema.fields,
    problems,
    request,
  };
  return { engine: 'MLeap', lines, details };
}

const columnText = ({ name, type }: Field) => `${name}: ${describeType(type)}`;

function stageLine(stage: BundleSurvey['stages'][number], { types }: BundleSurvey): string {
  const columns = (names: readonly string[]) =>
    names
      .map((name) => {
        const type = types.get(name);
        return type === undefined ? name : `${name} (${describeType(type)})`;
      })
      .join(', ');
  const mark = stage.problem === undefined ? '' : '   <- cannot be scored';
  return `  ${stage.op}: ${columns(stage.inputs)} -> ${columns(stage.outputs)}   (${stage.path})${mark}`;
}
