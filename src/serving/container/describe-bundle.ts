import { type DataType, describeType } from '../../scoring/frame/data-type.ts';
import type { Field, Schema } from '../../scoring/frame/schema.ts';
import { type BundleSurvey, surveyBundle } from '../../scoring/mleap/survey-bundle.ts';
import type { ModelFiles } from '../../scoring/model-files.ts';
import { loadXgboost } from '../../scoring/xgboost/load-xgboost.ts';
import type { ModelDescription } from './describe-model.ts';

/** The request of the SparkML container (`application/json`) that a bundle takes, with values to be filled in. */
interface RequestSkeleton {
  readonly schema: { readonly input: readonly object[]; readonly output: object };
  readonly data: readonly unknown[];
}

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

function listing(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [title, ...items.map((item) => `  ${item}`)];
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

/**
 * A request in the words of AWS's container, answering the last column made; undefined where a column has no such word
 * (maps, byte strings, vectors of anything but double) or nothing is made.
 */
function requestSkeleton(input: Schema, output: Schema): RequestSkeleton | undefined {
  const answer = output.fields.at(-1);
  if (answer === undefined || ![...input.fields, answer].every(({ type }) => isExpressible(type))) return undefined;
  return {
    schema: { input: input.fields.map(schemaColumn), output: schemaColumn(answer) },
    data: input.fields.map(({ type }) => emptyCell(type)),
  };
}

function isExpressible(type: DataType): boolean {
  if (type.shape === 'map' || type.base === 'byte_string') return false;
  return type.shape !== 'tensor' || (type.base === 'double' && (type.dimensions?.length ?? 1) === 1);
}

const structs = { scalar: 'basic', list: 'array', tensor: 'vector', map: 'map' } as const;

function schemaColumn({ name, type }: Field): object {
  return { name, type: type.base, struct: structs[type.shape] };
}

function emptyCell(type: DataType): unknown {
  const item = type.base === 'string' ? '' : type.base === 'boolean' ? false : 0;
  if (type.shape === 'scalar') return item;
  if (type.shape === 'list') return [item];
  const size = type.dimensions?.[0] ?? -1;
  return Array.from({ length: Math.min(Math.max(size, 1), 100) }, () => item);
}
