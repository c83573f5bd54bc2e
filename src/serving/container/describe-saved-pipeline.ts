import { type DataType, describeType } from '../../scoring/frame/data-type.ts';
import type { ModelFiles } from '../../scoring/model-files.ts';
import { openSavedPipeline } from '../../scoring/spark/load-saved-pipeline.ts';
import { loadXgboost } from '../../scoring/xgboost/load-xgboost.ts';
import { type ModelDescription, listing } from './model-description.ts';
import { requestSkeleton } from './request-skeleton.ts';

/** Describes a pipeline that Spark saved: stages, columns, what a request must have, and what would fail. */
export async function describeSavedPipeline(files: ModelFiles): Promise<ModelDescription> {
  const pipeline = await openSavedPipeline(files, loadXgboost);
  const { stages, types, scorer, problems } = pipeline.survey();
  const request = scorer === undefined ? undefined : requestSkeleton(scorer.inputSchema, scorer.outputSchema);
  const verdict = scorer === undefined ? 'not served natively' : 'served natively as sagemaker-sparkml-serving';
  const columns = (names: readonly string[]) => names.map((name) => columnText(name, types.get(name))).join(', ');
  const texts = (fields: readonly { readonly name: string; readonly type: DataType }[] = []) =>
    fields.map(({ name, type }) => columnText(name, type));
  const lines = [
    `saved Spark model ${pipeline.uid} (written by Spark ${pipeline.sparkVersion || 'of an unknown version'}), ${verdict}`,
    ...listing('what would fail:', problems),
    ...listing('inputs that a request must have:', texts(scorer?.inputSchema.fields)),
    `stages: ${stages.length}`,
    ...stages.map(({ name, inputs, outputs, problem }) => {
      const mark = problem === undefined ? '' : '   <- cannot be scored';
      return `  ${name}: ${columns(inputs)} -> ${columns(outputs)}${mark}`;
    }),
    ...listing('columns made:', texts(scorer?.outputSchema.fields)),
    ...(request === undefined ? [] : ['a request (application/json):', `  ${JSON.stringify(request)}`]),
  ];
  const { className, uid, sparkVersion } = pipeline;
  const details = {
    pipeline: { className, uid, sparkVersion },
    stages,
    inputs: scorer?.inputSchema.fields,
    outputs: scorer?.outputSchema.fields,
    problems,
    request,
  };
  return { engine: 'Spark', lines, details };
}

function columnText(name: string, type: DataType | undefined): string {
  return type === undefined ? name : `${name}: ${describeType(type)}`;
}
