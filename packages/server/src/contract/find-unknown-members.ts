import { nearestWord, own } from '@catenary/scoring/internal/names';
import { isObject } from '../util/is-object.ts';
import type { ServiceModel } from './shape.ts';

/** A member that its shape does not have. */
export interface UnknownMember {
  /** As a caller writes it: `Containers[0].Enviroment`. */
  readonly path: string;
  /** The member that was probably meant. */
  readonly nearest: string | undefined;
}

/** The most that are looked for in one request. */
const most = 10;

/**
 * Members of a request that its shape does not have, such as misspelt ones. They are ignored, as the protocol has it: a
 * newer client may send more than its service knows (Smithy, "AWS JSON 1.1 protocol").
 */
export function findUnknownMembers(model: ServiceModel, shape: string, input: unknown): readonly UnknownMember[] {
  const found: UnknownMember[] = [];
  const places = [{ shape, value: input, path: '' }];
  for (const { shape: name, value, path } of places) {
    const known = own(model.shapes, name);
    if (known?.type === 'list' && Array.isArray(value))
      for (const [at, item] of value.entries())
        places.push({ shape: known.member ?? '', value: item, path: `${path}[${at}]` });
    if (known?.type !== 'structure' || !isObject(value)) continue;
    const members = known.members ?? {};
    for (const [key, inner] of Object.entries(value)) {
      const member = own(members, key);
      const at = path === '' ? key : `${path}.${key}`;
      if (member !== undefined) places.push({ shape: member.shape, value: inner, path: at });
      else if (inner !== null && found.push({ path: at, nearest: nearestWord(key, Object.keys(members)) }) >= most)
        return found;
    }
  }
  return found;
}
