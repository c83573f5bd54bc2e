import type { Column } from '../frame/column.ts';
import { scalar, vector } from '../frame/data-type.ts';
import type { Schema } from '../frame/schema.ts';
import { denseVectors } from '../frame/vector-column.ts';
import type { Scored } from './engine.ts';

/** One number a row, or several, as a frame of one column. */
export function numberFrame(column: string, values: ArrayLike<number>, rowCount: number): Scored {
  const width = rowCount === 0 ? 1 : values.length / rowCount;
  const numbers = values instanceof Float64Array ? values : Float64Array.from(values);
  const made: Column = width === 1 ? { kind: 'number', values: numbers } : denseVectors(numbers, rowCount, width);
  return { schema: numberSchema(column, width), columns: [made], rowCount };
}

export function numberSchema(column: string, width: number): Schema {
  return { fields: [{ name: column, type: width === 1 ? scalar('double') : vector(width) }] };
}

/** The column that a booster answers by a method. */
export const boosterColumn = (method: 'predict' | 'margin' | 'leaf' | 'contributions') =>
  method === 'predict' ? 'prediction' : method;
