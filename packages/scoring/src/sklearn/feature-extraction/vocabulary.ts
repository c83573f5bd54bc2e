import type { Fitted } from '../fitted.ts';

/** `vocabulary_`: the column of each term. */
export function readVocabulary(fitted: Fitted): ReadonlyMap<unknown, number> {
  const value = fitted.raw('vocabulary_');
  if (!(value instanceof Map)) throw fitted.unknown('vocabulary_', 'a dict of terms');
  fitted.declareWidth(value.size);
  for (const place of value.values()) {
    if (!Number.isInteger(place) || (place as number) < 0 || (place as number) >= value.size)
      throw fitted.unknown('vocabulary_', 'a dict of places');
  }
  return value as ReadonlyMap<unknown, number>;
}
