import { present } from '@catenary/scoring/internal/values';
import { validationException } from '../../contract/service-error.ts';

export interface AskedPage {
  readonly nextToken?: string;
  readonly maxResults?: number;
}

const defaultSize = 50;

/** The page behind the item whose id is the token. Throws `ServiceError` (ValidationException). */
export function pageOf<Item extends { readonly id: string }>(
  items: readonly Item[],
  { nextToken: token, maxResults = defaultSize }: AskedPage,
): { readonly page: readonly Item[]; readonly next: { readonly nextToken?: string } } {
  const from = token === undefined ? 0 : items.findIndex(({ id }) => id === token) + 1;
  if (token !== undefined && from === 0) throw validationException('nextToken is not one that this operation gave.');
  const page = items.slice(from, from + maxResults);
  return { page, next: present({ nextToken: from + maxResults < items.length ? page.at(-1)?.id : undefined }) };
}
