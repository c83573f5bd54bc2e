import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';

/** What a list is sorted by; among equals, by name. */
export type ListOrder = 'CreationTime' | 'Name' | 'Status' | 'ScheduledTime';

/** Whole milliseconds since 1970: from the first of them, up to and without the other. */
export interface TimeSpan {
  readonly from?: number | undefined;
  readonly before?: number | undefined;
}

/** Some of the resources of a region, in order. */
export interface Listing {
  readonly region: string;
  readonly sortBy: ListOrder;
  readonly direction: 'asc' | 'desc';
  /** Only what comes behind this. */
  readonly after?: ListPlace | undefined;
  readonly limit: number;
  /** What names have in them; empty: anything. */
  readonly namePart: string;
  readonly created: TimeSpan;
  readonly modified: TimeSpan;
  readonly status?: string | undefined;
}

/** Where a row stands: what the list is sorted by, and its name, qualified. */
export interface ListPlace {
  readonly key: string | number;
  readonly name: string;
}

/** What is not the same in every table of resources. */
export interface ListedTable {
  /** Absent: its rows do not change. */
  readonly modified?: 'last_modified_time';
  /** The name, qualified, that callers know: the first of these columns that has one; absent: `name`. */
  readonly name?: readonly [string, ...string[]];
  /** What callers know as the status; absent: `status`. */
  readonly status?: RawBuilder<string>;
  /** When it was due. */
  readonly scheduled?: RawBuilder<number>;
}

/**
 * The rows of a listing. In the order of time and in that of names an index gives them one after the other, so a page costs
 * what is on it, however many there are (`add-listed-columns.ts`). Absent: all rows, in no order.
 */
export function listed<DB, Table extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Table, Row>,
  listing: Listing | undefined,
  table: ListedTable = {},
): SelectQueryBuilder<DB, Table, Row> {
  if (listing === undefined) return query;
  const { sortBy, direction } = listing;
  const sorted = query
    .where(sql.join<SqlBool>(conditionsOf(listing, table), sql` and `))
    .orderBy(keyOf(sortBy, table), direction);
  // Not twice: SQLite would sort once more.
  return (sortBy === 'Name' ? sorted : sorted.orderBy(place, direction)).limit(listing.limit);
}

const createdAt = sql.ref('creation_time');
const place = sql.ref('listed_place');

function keyOf(sortBy: ListOrder, table: ListedTable): RawBuilder<unknown> {
  if (sortBy === 'Status') return statusIn(table);
  if (sortBy === 'ScheduledTime') return table.scheduled ?? createdAt;
  return sortBy === 'Name' ? place : createdAt;
}

const statusIn = ({ status }: ListedTable): RawBuilder<unknown> => status ?? sql.ref('status');

function conditionsOf(listing: Listing, table: ListedTable): RawBuilder<SqlBool>[] {
  const { modified, name: columns = ['name'] } = table;
  const { region, status, namePart } = listing;
  const changedAt = modified === undefined ? createdAt : sql.ref(modified);
  const conditions = [
    sql<SqlBool>`listed_region = ${region}`,
    ...within(createdAt, listing.created),
    ...within(changedAt, listing.modified),
    ...behind(listing, table),
  ];
  if (status !== undefined) conditions.push(sql`${statusIn(table)} = ${status}`);
  // Behind the region and the slash.
  if (namePart !== '') conditions.push(hasPart(sql`substr(${nameIn(columns)}, ${region.length + 2})`, namePart));
  return conditions;
}

const nameIn = ([first, ...others]: readonly [string, ...string[]]): RawBuilder<string> =>
  others.length === 0
    ? sql.ref(first)
    : sql`coalesce(${sql.join([first, ...others].map((column) => sql.ref(column)))})`;

/** LIKE takes small letters for capitals in SQLite. No text of PostgreSQL has the character 0. */
const hasPart = (name: RawBuilder<string>, part: string) =>
  part.includes('\0') ? sql<SqlBool>`1 = 0` : sql<SqlBool>`replace(${name}, ${part}, '') <> ${name}`;

function within(time: RawBuilder<unknown>, { from, before }: TimeSpan): RawBuilder<SqlBool>[] {
  return [
    ...(from === undefined ? [] : [sql<SqlBool>`${time} >= ${from}`]),
    ...(before === undefined ? [] : [sql<SqlBool>`${time} < ${before}`]),
  ];
}

function behind({ sortBy, direction, after }: Listing, table: ListedTable): RawBuilder<SqlBool>[] {
  if (after === undefined) return [];
  const beyond = sql.raw(direction === 'asc' ? '>' : '<');
  return sortBy === 'Name'
    ? [sql`${place} ${beyond} ${after.name}`]
    : [sql`(${keyOf(sortBy, table)}, ${place}) ${beyond} (${after.key}, ${after.name})`];
}
