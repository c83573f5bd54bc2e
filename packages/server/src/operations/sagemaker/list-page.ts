import type { Realm } from '../../contract/arn.ts';
import { nameOf, qualify } from '../../contract/qualified-name.ts';
import { validationException } from '../../contract/service-error.ts';
import type { Listing, ListOrder, ListPlace } from '../../platform/store/listing.ts';
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

/** What a list reads of a resource. Its time is in milliseconds. */
export interface Listed {
  /** Qualified; what it is sorted by. */
  readonly name: string;
  readonly createdAt: number;
  readonly status?: string;
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

/** Rows that are read at once where it is not known how many of them are wanted. */
const rowsAtOnce = 256;

/**
 * One page: filtered, sorted, and where the next page starts. Rows made meanwhile neither repeat nor hide others. Reads
 * what is on the page, or as many rows at once as it takes to find that many that are wanted.
 */
export async function listPage<Row extends Listed>(input: ListInput, source: ListSource<Row>): Promise<ListPage<Row>> {
  const size = input.MaxResults ?? source.defaultMaxResults ?? 100;
  const { isWanted } = source;
  const limit = isWanted === undefined ? size + 1 : Math.max(size + 1, rowsAtOnce);
  const wanted: Row[] = [];
  let listing = listingOf(input, source.realm, limit);
  for (;;) {
    const read = await source.read(listing);
    wanted.push(...(isWanted === undefined ? read : read.filter(isWanted)));
    const last = read.at(-1);
    if (wanted.length > size || last === undefined || read.length < limit) break;
    listing = { ...listing, after: placeOf(last, listing.sortBy) };
  }
  const page = wanted.slice(0, size);
  const last = page.at(-1);
  const isMore = last !== undefined && wanted.length > size;
  return {
    rows: page.map((row) => ({ ...row, name: nameOf(row.name) })),
    next: isMore ? { NextToken: tokenOf(placeOf(last, listing.sortBy)) } : {},
  };
}

function listingOf(input: ListInput, realm: Pick<Realm, 'region'>, limit: number): Listing {
  const sortBy = orderOf(input.SortBy);
  return {
    region: realm.region,
    sortBy,
    direction: input.SortOrder === 'Ascending' ? 'asc' : 'desc',
    after: input.NextToken === undefined ? undefined : readToken(input.NextToken, sortBy, realm),
    limit,
    namePart: input.NameContains ?? '',
    created: { from: wholeMs(input.CreationTimeAfter), before: wholeMs(input.CreationTimeBefore) },
    modified: { from: wholeMs(input.LastModifiedTimeAfter), before: wholeMs(input.LastModifiedTimeBefore) },
    status: input.StatusEquals,
  };
}

const orderOf = (sortBy: string | undefined): ListOrder =>
  sortBy === 'Name' || sortBy === 'Status' ? sortBy : 'CreationTime';

/** The last that JavaScript has a date for: databases have greater times, which no row has. */
const lastTime = 8.64e15;

/** The first whole millisecond that is not before a time: a row of whole milliseconds is before both or before none. */
const wholeMs = (seconds: number | undefined) =>
  seconds === undefined ? undefined : Math.max(-lastTime, Math.min(lastTime, Math.ceil(seconds * 1000)));

function placeOf(row: Listed, sortBy: ListOrder): ListPlace {
  if (sortBy === 'Name') return { key: row.name, name: row.name };
  return { key: sortBy === 'Status' ? (row.status ?? '') : row.createdAt, name: row.name };
}

const tokenOf = ({ key, name }: ListPlace) => writePageToken([key, nameOf(name)]);

function readToken(token: string, sortBy: ListOrder, realm: Pick<Realm, 'region'>): ListPlace {
  const place = readPageToken(token);
  const [key, name]: unknown[] = Array.isArray(place) ? place : [];
  const isKey = sortBy === 'CreationTime' ? Number.isSafeInteger(key) : typeof key === 'string';
  if (isKey && typeof name === 'string' && !`${String(key)}${name}`.includes('\0'))
    return { key: key as string | number, name: qualify(realm, name) };
  throw validationException('NextToken is not one that this operation gave.');
}
