import { invalidRequest } from './invalid-request.ts';

/** Of clusters and of steps. */
const size = 50;

/** The page behind the item that the marker names. Throws `ServiceError` (InvalidRequestException). */
export function pageAfter<Item>(items: readonly Item[], idOf: (item: Item) => string, marker: string | undefined) {
  const from = marker === undefined ? 0 : items.findIndex((item) => idOf(item) === marker) + 1;
  if (marker !== undefined && from === 0) throw invalidRequest('Marker is not one that this operation gave.');
  const page = items.slice(from, from + size);
  const last = page.at(-1);
  return { page, next: last !== undefined && from + size < items.length ? idOf(last) : undefined };
}
