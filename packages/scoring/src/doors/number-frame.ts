import type { Column } from '../frame/column.ts';
import { scalar, vector } from '../frame/data-type.ts';
import type { Frame } from '../frame/frame.ts';
import type { Schema } from '../frame/schema.ts';
import { denseVectors } from '../frame/vector-column.ts';
import type { Method } from './model.ts';

/** Method → the column that it answers. Pipelines of MLeap and Spark have columns of their own. */
export const answerColumns: Readonly<Record<Method, string>> = {
  predict: 'prediction',
  predict_proba: 'probability',
  decision_function: 'decision',
  score_samples: 'score',
  transform: 'features',
  margin: 'margin',
  leaf: 'leaf',
  contributions: 'contributions',
};

/** One number a row, or several, as a frame of one column. */
export function numberFrame(method: Method, values: ArrayLike<number>, rowCount: number): Frame {
  const width = rowCount === 0 ? 1 : values.length / rowCount;
  const numbers = values instanceof Float64Array ? values : Float64Array.from(values);
  const column: Column = width === 1 ? { kind: 'number', values: numbers } : denseVectors(numbers, rowCount, width);
  return { schema: numberSchema(method, width), columns: [column], rowCount };
}

export function numberSchema(method: Method, width: number): Schema {
  return { fields: [{ name: answerColumns[method], type: width === 1 ? scalar('double') : vector(width) }] };
}
