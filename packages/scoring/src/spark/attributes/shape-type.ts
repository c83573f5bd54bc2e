import { type DataType, scalar, vector } from '../../frame/data-type.ts';
import type { AttributeShape } from './attribute.ts';

/** The type of a port that is declared by a shape only: a double, or a vector. */
export function shapeType(shape: AttributeShape | undefined): DataType {
  return shape?.base === 'tensor' ? vector(shape.dimensions?.[0]) : scalar('double');
}
