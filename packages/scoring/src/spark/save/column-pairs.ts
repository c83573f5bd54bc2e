import { defined } from '../../util/defined.ts';
import type { ColumnInfo } from './column-scope.ts';
import type { SavedStage } from './saved-stage.ts';
import type { StageNode, StageScope } from './stage-form.ts';

/** A column read and the column made of it. */
export interface ColumnPair {
  readonly input: string;
  readonly output: string;
}

/** The columns of a stage that takes one (`inputCol`) or several (`inputCols`), in the form that was set. */
export function columnPairs(stage: SavedStage): readonly ColumnPair[] {
  const { params } = stage;
  if (!params.has('inputCols')) return [onePair(stage)];
  const inputs = params.strings('inputCols');
  const outputs = params.strings('outputCols');
  if (inputs.length !== outputs.length) {
    throw stage.bad(`has ${inputs.length} input columns and ${outputs.length} output columns`);
  }
  return inputs.map((input, at) => ({ input, output: defined(outputs[at]) }));
}

/** `inputCol` and `outputCol`. */
export function onePair({ params }: SavedStage): ColumnPair {
  return { input: params.string('inputCol'), output: params.string('outputCol') };
}

/** What a node is made of, besides its two columns. */
export interface PairParts<Parameters> {
  readonly parameters: Parameters;
  /** What is known of the column that it makes. */
  readonly info: ColumnInfo;
  readonly canSkip?: boolean;
}

/** A node from the port `input` to the port `output`. */
export function pairNode<Parameters>(
  { columns }: StageScope,
  { input, output }: ColumnPair,
  { info, ...parts }: PairParts<Parameters>,
): StageNode<Parameters> {
  const from = columns.read(input);
  return { ...parts, inputs: { input: from }, outputs: { output: columns.write(output, info) } };
}
