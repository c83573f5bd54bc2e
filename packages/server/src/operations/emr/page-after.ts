import { invalidRequest } from './invalid-request.ts';

/** Of clusters and of steps. */
export const pageSize = 50;

/** The page behind the item that the marker names. Throws `ServiceError` (InvalidRequestException). */
export function pageAfter<Item>(items: readonly Item[], idOf: (item: Item) => string, marker: string | undefined) {
  const rest = itemsAfter(items, idOf, marker);
  const page = rest.slice(0, pageSize);
  const last = page.at(-1);
  return { page, next: last !== undefined && rest.length > pageSize ? idOf(last) : undefined };
}

/** All that stand behind that item. Throws the same. */
export function itemsAfter<Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  marker: string | undefined,
): readonly Item[] {
  if (marker === undefined) return items;
  const from = items.findIndex((item) => idOf(item) === marker) + 1;
  if (from === 0) throw invalidRequest('Marker is not one that this operation gave.');
  return items.slice(from);
}
