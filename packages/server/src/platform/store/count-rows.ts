import type { SelectQueryBuilder } from 'kysely';

/** How many rows a query finds that selects no columns yet. The driver of PostgreSQL gives counts as text. */
export async function countRows<DB, Table extends keyof DB>(
  // biome-ignore lint/complexity/noBannedTypes: kysely's own type of a query without columns
  query: SelectQueryBuilder<DB, Table, {}>,
): Promise<number> {
  const counted = query.select(({ fn }) => fn.countAll().as('count')).$castTo<{ count: string | number | bigint }>();
  const { count } = await counted.executeTakeFirstOrThrow();
  return Number(count);
}
