import { own } from '@catenary/scoring/internal/names';
import { memberSupport } from './member-support.ts';
import type { ServiceModel, Shape } from './shape.ts';

interface Place {
  readonly shape: string;
  readonly value: unknown;
  /** As a caller writes it: `ProductionVariants[0].ServerlessConfig`. */
  readonly path: string;
}

/**
 * Why a request that fits its shape is refused nevertheless: the first member that this server cannot act on. It is not
 * accepted and ignored, since the caller would believe that it has an effect.
 */
export function findRefusedMember(model: ServiceModel, shape: string, input: unknown): string | undefined {
  const places: Place[] = [{ shape, value: input, path: '' }];
  for (const place of places) {
    const known = own(model.shapes, place.shape);
    const refusal = known?.type === 'structure' ? lookAt(known, place, places) : undefined;
    if (refusal !== undefined) return refusal;
    if (known?.type !== 'list') continue;
    const items = place.value as readonly unknown[];
    for (const [at, value] of items.entries())
      places.push({ shape: known.member ?? '', value, path: `${place.path}[${at}]` });
  }
  return undefined;
}

/** Adds the members below to the places that are still to be checked. */
function lookAt({ members = {} }: Shape, { shape, value, path }: Place, places: Place[]): string | undefined {
  const given = value as Readonly<Record<string, unknown>>;
  for (const [name, member] of Object.entries(members)) {
    const inner = own(given, name);
    if (inner === undefined || inner === null) continue;
    const at = path === '' ? name : `${path}.${name}`;
    const support = memberSupport[`${shape}.${name}`];
    if (support !== undefined && 'refused' in support && support.isHarmless?.(inner) !== true)
      return `${at} ${support.refused}.`;
    if (support === undefined) places.push({ shape: member.shape, value: inner, path: at });
  }
  return undefined;
}
