import { invalidParameter } from './group.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: { readonly nextToken?: string };
}

/**
 * One page of a sorted list; the token says behind which item the next one begins, so that items which come or go meanwhile
 * neither repeat nor hide others.
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { nextToken, limit = 50 }: { readonly nextToken?: string; readonly limit?: number },
): Page<Item> {
  const after = nextToken === undefined ? undefined : readToken(nextToken);
  const start = after === undefined ? 0 : items.findIndex((item) => keyOf(item) === after) + 1;
  if (after !== undefined && start === 0) throw invalidParameter('The specified nextToken is invalid.');
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  const isLast = last === undefined || start + page.length >= items.length;
  return { items: page, next: isLast ? {} : { nextToken: Buffer.from(keyOf(last)).toString('base64url') } };
}

function readToken(token: string): string {
  return Buffer.from(token, 'base64url').toString();
}
