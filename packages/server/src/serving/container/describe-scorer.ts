import { type DataType, describeType, type Field, type Schema } from '@catenary/scoring/internal/frame';
import { listing, type ModelDescription } from './model-description.ts';
import { requestSkeleton } from './request-skeleton.ts';

/** What a reader of the SparkML container's artifacts found out about one. */
interface StageSurvey {
  readonly stages: readonly object[];
  /** Absent if the artifact cannot be scored: `problems` say why. */
  readonly scorer?: { readonly inputSchema: Schema; readonly outputSchema: Schema };
  readonly problems: readonly string[];
}

/** Stages, columns, what a request must have, and what would fail, of an artifact of the SparkML container. */
export function describeScorer(
  { stages, scorer, problems }: StageSurvey,
  description: {
    readonly heading: string;
    readonly stageLines: readonly string[];
    /** What is said of one that cannot be scored as it is. */
    readonly verdict?: string;
  },
): Omit<ModelDescription, 'engine'> {
  const request = scorer === undefined ? undefined : requestSkeleton(scorer.inputSchema, scorer.outputSchema);
  const [inputs, outputs] = [scorer?.inputSchema.fields, scorer?.outputSchema.fields];
  const verdict =
    scorer === undefined
      ? (description.verdict ?? 'not served natively')
      : 'served natively as sagemaker-sparkml-serving';
  const lines = [
    `${description.heading}, ${verdict}`,
    ...listing('what would fail:', problems),
    ...listing('inputs that a request must have:', inputs?.map(fieldText) ?? []),
    `stages: ${stages.length}`,
    ...description.stageLines.map((line) => `  ${line}`),
    ...listing('columns made:', outputs?.map(fieldText) ?? []),
    ...(request === undefined ? [] : ['a request (application/json):', `  ${JSON.stringify(request)}`]),
  ];
  return { lines, details: { stages, inputs, outputs, problems, request } };
}

/** What stands behind a stage that `problems` speak of. */
export const cannotBeScored = '   <- cannot be scored';

const fieldText = ({ name, type }: Field) => `${name}: ${describeType(type)}`;

/** Columns with their types, where those are known, written by `text`. */
export function columnTexts(
  names: readonly string[],
  types: ReadonlyMap<string, DataType>,
  text: (name: string, type: string) => string,
): string {
  return names
    .map((name) => {
      const type = types.get(name);
      return type === undefined ? name : text(name, describeType(type));
    })
    .join(', ');
}
