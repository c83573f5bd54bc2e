import { own } from '@catenary/scoring/internal/names';
import type { Shape } from './shape.ts';

/** The name of the shape of a structure's member, or of the values of a map; undefined for a member that is not known. */
export function shapeBelow(shape: Shape | undefined, member: string): string | undefined {
  return shape?.type === 'map' ? shape.value : own(shape?.members ?? {}, member)?.shape;
}
