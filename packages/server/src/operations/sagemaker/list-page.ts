import type { Realm } from '../../contract/arn.ts';
import { nameOf, qualify } from '../../contract/qualified-name.ts';
import { validationException } from '../../contract/service-error.ts';
import type { Listing, ListOrder, ListPlace } from '../../platform/store/listing.ts';
import { msNotBefore } from '../ms-after.ts';
import { pageInStore } from '../page-in-store.ts';
import { readPageToken, writePageToken } from '../page-token.ts';

/** What every List operation takes. Times are epoch seconds. */
export interface ListInput {
  readonly SortBy?: string;
  readonly SortOrder?: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
  readonly NameContains?: string;
  readonly CreationTimeBefore?: number;
  readonly CreationTimeAfter?: number;
  readonly LastModifiedTimeBefore?: number;
  readonly LastModifiedTimeAfter?: number;
  readonly StatusEquals?: string;
}

/** What a list reads of a resource. Times are in milliseconds. */
export interface Listed {
  /** Qualified; what it is sorted by. */
  readonly name: string;
  readonly createdAt: number;
  readonly status?: string;
  /** When it was due; absent: when it was made. */
  readonly scheduledAt?: number;
}

/** What is listed. */
export interface ListSource<Row extends Listed> {
  /** The rows of a listing, in its order. */
  read(listing: Listing): Promise<readonly Row[]>;
  /** What the caller wants of them, as far as the store cannot say so. Absent: all. */
  readonly isWanted?: (row: Row) => boolean;
  readonly realm: Pick<Realm, 'region'>;
  readonly defaultMaxResults?: number;
}

export interface ListPage<Row> {
  /** With the names that callers know. */
  readonly rows: readonly Row[];
  readonly next: { readonly NextToken?: string };
}

/** One page: filtered, sorted, and where the next page starts (`pageInStore`). */
export async function listPage<Row extends Listed>(input: ListInput, source: ListSource<Row>): Promise<ListPage<Row>> {
  const { realm, isWanted } = source;
  const listing = listingOf(input, realm);
  const { page, next } = await pageInStore<Row, ListPlace>(
    {
      read: (after, limit) => source.read({ ...listing, after, limit }),
      placeOf: (row) => placeOf(row, listing.sortBy),
      isWanted,
    },
    {
      after: input.NextToken === undefined ? undefined : readToken(input.NextToken, listing.sortBy, realm),
      size: input.MaxResults ?? source.defaultMaxResults ?? 100,
    },
  );
  return {
    rows: page.map((row) => ({ ...row, name: nameOf(row.name) })),
    next: next === undefined ? {} : { NextToken: tokenOf(next) },
  };
}

function listingOf(input: ListInput, realm: Pick<Realm, 'region'>): Omit<Listing, 'after' | 'limit'> {
  return {
    region: realm.region,
    sortBy: orderOf(input.SortBy),
    direction: input.SortOrder === 'Ascending' ? 'asc' : 'desc',
    namePart: input.NameContains ?? '',
    created: { from: msNotBefore(input.CreationTimeAfter), before: msNotBefore(input.CreationTimeBefore) },
    modified: { from: msNotBefore(input.LastModifiedTimeAfter), before: msNotBefore(input.LastModifiedTimeBefore) },
    status: input.StatusEquals,
  };
}

const orders = ['Name', 'Status', 'ScheduledTime'] as const satisfies readonly ListOrder[];

const orderOf = (sortBy: string | undefined): ListOrder => orders.find((order) => order === sortBy) ?? 'CreationTime';

function placeOf(row: Listed, sortBy: ListOrder): ListPlace {
  if (sortBy === 'Name') return { key: row.name, name: row.name };
  if (sortBy === 'Status') return { key: row.status ?? '', name: row.name };
  return { key: sortBy === 'ScheduledTime' ? (row.scheduledAt ?? row.createdAt) : row.createdAt, name: row.name };
}

const tokenOf = ({ key, name }: ListPlace) => writePageToken([key, nameOf(name)]);

function readToken(token: string, sortBy: ListOrder, realm: Pick<Realm, 'region'>): ListPlace {
  const place = readPageToken(token);
  const [key, name]: unknown[] = Array.isArray(place) ? place : [];
  const isTime = sortBy === 'CreationTime' || sortBy === 'ScheduledTime';
  const isKey = isTime ? Number.isSafeInteger(key) : typeof key === 'string';
  if (isKey && typeof name === 'string' && !`${String(key)}${name}`.includes('\0'))
    return { key: key as string | number, name: qualify(realm, name) };
  throw validationException('NextToken is not one that this operation gave.');
}
