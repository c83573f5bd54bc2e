import type { DataType } from '../../frame/data-type.ts';
import { present } from '../../util/present.ts';
import type { AttributeShape } from './attribute.ts';

/** How a bundle declares a column of numbers or of vectors: the inverse of `shapeType`. */
export function dataShape(type: DataType | undefined, size?: number): AttributeShape {
  if (type?.shape !== 'tensor') return { base: 'scalar', isNullable: true };
  const dimensions = type.dimensions ?? (size === undefined ? undefined : [size]);
  return { base: 'tensor', isNullable: true, ...present({ dimensions }) };
}
