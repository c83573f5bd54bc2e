import type { Frame } from '../frame/frame.ts';
import { newMatrix } from '../frame/table.ts';
import { answerFrame } from './frame-of.ts';
import type { ModelAnswer } from './model-file.ts';

/** Row-major numbers as an answer: a column, or one of vectors where a row has several. */
export function numberAnswer(values: Float64Array, rowCount: number, numbers: ModelAnswer['numbers']): Frame {
  return answerFrame({ table: newMatrix(rowCount, values.length / rowCount, values), numbers });
}
