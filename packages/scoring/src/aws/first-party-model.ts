import type { DenseRows } from '../frame/feature-rows.ts';
import { ScoringError } from '../scoring-error.ts';
import type { NdArrayValues } from './read-ndarrays.ts';

/** One member of every record of an answer. */
export interface AnswerColumn {
  readonly key: string;
  /** Row-major; `width` numbers a row. */
  readonly values: Float32Array;
  /** A list a row where that is said, even of one number; else one number. */
  readonly width?: number;
  /** Printed without a decimal point. */
  readonly isWhole?: boolean;
}

/** A model of one of SageMaker's first-party algorithms. */
export interface FirstPartyModel {
  readonly featureCount: number;
  /** Members that are answered only where a request asks for all there is. */
  readonly verboseKeys?: readonly string[];
  /** Absent positions of sparse rows are zeros. Throws `wrong_size` for rows of another width. */
  predict(rows: DenseRows): readonly AnswerColumn[];
}

export function assertWidth(rows: DenseRows, featureCount: number): void {
  if (rows.columnCount === featureCount) return;
  throw new ScoringError('wrong_size', `Rows have ${rows.columnCount} features, the model has ${featureCount}.`, {
    column: Math.min(rows.columnCount, featureCount),
  });
}

/** An array of two dimensions; others, and none, are refused by `name`. */
export function matrixOf(
  arrays: ReadonlyMap<string, NdArrayValues>,
  name: string,
): NdArrayValues & { rows: number; columns: number } {
  const array = arrays.get(name) ?? arrays.get(`arg:${name}`);
  const [rows, columns] = array?.shape ?? [];
  if (
    array === undefined ||
    rows === undefined ||
    columns === undefined ||
    array.shape.length !== 2 ||
    array.values.length === 0
  )
    throw new ScoringError('bad_model', `The model has no matrix ${JSON.stringify(name)}.`);
  return { ...array, rows, columns };
}
