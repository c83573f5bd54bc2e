import type { ServiceError } from '../contract/service-error.ts';

export interface PageRequest {
  readonly token: string | undefined;
  readonly size: number;
  /** What every key begins with: a token of another text was not given here. */
  readonly prefix?: string;
  /** The error for such a token. */
  readonly invalid: () => ServiceError;
}

/** One page of what comes behind the key that the token holds, in order of the keys. */
export function pageBehind<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { token, size, prefix = '', invalid }: PageRequest,
): { readonly page: readonly Item[]; readonly next: string | undefined } {
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString();
  if (token !== undefined && (after === '' || !after.startsWith(prefix))) throw invalid();
  const rest = items
    .map((item) => ({ key: keyOf(item), item }))
    .filter(({ key }) => key > after)
    .toSorted((one, other) => (one.key < other.key ? -1 : 1));
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const isMore = rest.length > page.length && last !== undefined;
  return {
    page: page.map(({ item }) => item),
    next: isMore ? Buffer.from(last.key).toString('base64url') : undefined,
  };
}
