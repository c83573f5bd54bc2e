import { own } from '@catenary/scoring/internal/names';
import type { ApiClient } from '../api-client.ts';

/** A list operation of the control plane, and the member of its answer that is the list. */
export interface Listing {
  readonly operation: string;
  readonly member: string;
  readonly input?: object;
}

/** Members of a list, as the API has them. */
export type Item = Readonly<Record<string, unknown>>;

/** The largest page. */
const pageSize = 100;

/** All pages of a list, up to `most` of its members. */
export async function listAll(
  client: ApiClient,
  { operation, member, input }: Listing,
  most = 10_000,
): Promise<Item[]> {
  const items: Item[] = [];
  let token: unknown;
  do {
    const page = token === undefined ? {} : { NextToken: token };
    const answer = await client.operation(operation, { ...input, ...page, MaxResults: pageSize });
    items.push(...((own(answer, member) ?? []) as Item[]));
    token = answer.NextToken;
  } while (token !== undefined && items.length < most);
  return items.slice(0, most);
}
