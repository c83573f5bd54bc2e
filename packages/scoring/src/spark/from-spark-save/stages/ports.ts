import { present } from '../../../util/present.ts';
import { vector } from '../../../frame/data-type.ts';
import type { PlanNode } from '../../plan/plan-node.ts';
import type { Op } from '../../op.ts';
import type { ColumnInfo } from '../../save/column-scope.ts';
import type { Mapping, MapStage } from '../../save/map-stage.ts';
import { type AttributeValue, makeNode } from '../../save/node.ts';
import type { SavedStage } from '../../save/saved-stage.ts';

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
  return inputs.map((input, at) => ({ input, output: outputs[at] }));
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

/** What a stage makes of a vector: `size` is that of the result, or what it becomes of the input's. */
export interface VectorParts {
  readonly attributes: StepParts['attributes'];
  readonly size: number | undefined | ((inputSize: number) => number | undefined);
}

/** For stages that keep the size of their input. */
export const sameSize = (inputSize: number): number => inputSize;

/** A stage from one vector column to another. */
export function vectorStage(op: string, read: (stage: SavedStage) => VectorParts, ownOp?: Op): MapStage {
  return (stage, mapping) => {
    const { attributes, size: told } = read(stage);
    const { size: inputSize } = mapping.columns.info(stage.params.string('inputCol'));
    const size = typeof told !== 'function' ? told : inputSize === undefined ? undefined : told(inputSize);
    const info: ColumnInfo = { type: vector(size), ...present({ size }) };
    const pair = { input: stage.params.string('inputCol'), output: stage.params.string('outputCol') };
    return [step(stage, mapping, pair, { op, attributes, info, ...present({ ownOp }) })];
  };
}
