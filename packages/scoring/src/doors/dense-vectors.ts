import { denseVectors as make, type VectorColumn } from '../frame/vector-column.ts';
import { ScoringError } from '../scoring-error.ts';
import { expectCount } from './expect-count.ts';
import { shown } from './shown.ts';

/** A column of dense rows of one size over a row-major block (not copied). Throws `wrong_type`, `wrong_size`. */
export function denseVectors(values: Float64Array, rowCount: number, size: number): VectorColumn {
  if (!(values instanceof Float64Array))
    throw new ScoringError('wrong_type', `The values of vectors are to be a Float64Array, not ${shown(values)}.`);
  const cells = expectCount(rowCount, 'rowCount') * expectCount(size, 'size');
  if (values.length === cells) return make(values, rowCount, size);
  throw new ScoringError(
    'wrong_size',
    `${rowCount} vectors of ${size} are ${cells} values; there are ${values.length}.`,
  );
}
