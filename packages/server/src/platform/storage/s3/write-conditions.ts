import { present } from '@catenary/scoring/internal/values';
import type { CompleteOptions } from '../object-store.ts';

export type WriteConditions = Pick<CompleteOptions, 'onlyIfAbsent' | 'onlyIfEtag'>;

export function writeConditions(conditions: WriteConditions): {
  IfNoneMatch?: string;
  IfMatch?: string;
} {
  const { onlyIfAbsent, onlyIfEtag } = conditions;
  return {
    ...present({
      IfNoneMatch: onlyIfAbsent === true ? '*' : undefined,
      IfMatch: onlyIfEtag === undefined ? undefined : onlyIfEtag === '*' ? '*' : `"${onlyIfEtag}"`,
    }),
  };
}
