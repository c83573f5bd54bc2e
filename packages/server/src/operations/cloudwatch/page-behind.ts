import { invalidToken } from './invalid-parameter.ts';

/** One page of what comes behind the key that the token holds, in order of the keys. */
export function pageBehind<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { token, size }: { readonly token: string | undefined; readonly size: number },
): { readonly page: readonly Item[]; readonly next: string | undefined } {
  const after = token === undefined ? undefined : Buffer.from(token, 'base64url').toString();
  if (after === '') throw invalidToken();
  const sorted = items.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const rest = after === undefined ? sorted : sorted.filter((item) => keyOf(item) > after);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const isMore = rest.length > size && last !== undefined;
  return { page, next: isMore ? Buffer.from(keyOf(last)).toString('base64url') : undefined };
}
