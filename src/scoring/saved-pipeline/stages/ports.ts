import { vector } from '../../frame/data-type.ts';
import type { PlanNode } from '../../spark-ml/plan/plan-node.ts';
import type { Op } from '../../spark-ml/op.ts';
import type { ColumnInfo } from '../column-book.ts';
import type { Mapping, MapStage } from '../map-stage.ts';
import { type AttributeValue, makeNode } from '../node.ts';
import type { SavedStage } from '../saved-stage.ts';

/** A column read and the column made of it. */
export interface ColumnPair {
  readonly input: string;
  readonly output: string;
}

/** The columns of a stage that takes one (`inputCol`) or several (`inputCols`), in the form that was set. */
export function columnPairs(stage: SavedStage): readonly ColumnPair[] {
  const { params } = stage;
  if (!params.has('inputCols')) return [{ input: params.string('inputCol'), output: params.string('outputCol') }];
  const inputs = params.strings('inputCols');
  const outputs = params.strings('outputCols');
  if (inputs.length !== outputs.length) {
    throw stage.bad(`has ${inputs.length} input columns and ${outputs.length} output columns`);
  }
  return inputs.map((input, at) => ({ input, output: outputs[at] as string }));
}

/** What a step is made of, besides its two columns. */
export interface StepParts {
  readonly op: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly info?: ColumnInfo;
  readonly ownOp?: Op;
}

/** A step from the port `input` to the port `output`. */
export function step(
  stage: SavedStage,
  { columns }: Mapping,
  { input, output }: ColumnPair,
  { op, attributes, info, ownOp }: StepParts,
): PlanNode {
  const from = columns.read(input);
  const to = columns.write(output, info);
  return makeNode(stage, { op, attributes }, { input: from }, { output: to }, ownOp);
}

/** A stage from one vector column to another. `read` gives the op's parameters and, if known, the size of the result. */
export function vectorStage(
  op: string,
  read: (stage: SavedStage) => { readonly attributes: StepParts['attributes']; readonly size?: number },
  ownOp?: Op,
): MapStage {
  return (stage, mapping) => {
    const { attributes, size } = read(stage);
    const info: ColumnInfo = { type: vector(size), ...(size === undefined ? {} : { size }) };
    const pair = { input: stage.params.string('inputCol'), output: stage.params.string('outputCol') };
    return [step(stage, mapping, pair, { op, attributes, info, ...(ownOp === undefined ? {} : { ownOp }) })];
  };
}
