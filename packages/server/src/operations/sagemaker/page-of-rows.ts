import { validationException } from '../../contract/service-error.ts';
import { readPageToken, writePageToken } from '../page-token.ts';
import type { ListInput, ListPage } from './list-page.ts';

/** What a listed resource is filtered and sorted by. Times are milliseconds. */
export interface SortedRow {
  readonly name: string;
  readonly createdAt: number;
  readonly modifiedAt?: number;
  readonly scheduledAt?: number;
  readonly status?: string;
}

/**
 * One page of rows, as `listPage` gives it, sorted by what the store cannot sort by: all that are wanted are in memory.
 */
export function pageOfRows<Row extends SortedRow>(
  rows: readonly Row[],
  input: ListInput,
  defaultMaxResults = 100,
): ListPage<Row> {
  const direction = input.SortOrder === 'Ascending' ? 1 : -1;
  const keyOf = sortKey(input.SortBy);
  const compare = (a: [string, string], b: [string, string]) =>
    direction * (compareText(a[0], b[0]) || compareText(a[1], b[1]));
  const place = (row: Row): [string, string] => [keyOf(row), row.name];
  const after = input.NextToken === undefined ? undefined : readToken(input.NextToken);
  const left = rows
    .filter((row) => isWanted(row, input) && (after === undefined || compare(place(row), after) > 0))
    .toSorted((a, b) => compare(place(a), place(b)));
  const page = left.slice(0, input.MaxResults ?? defaultMaxResults);
  const last = page.at(-1);
  return {
    rows: page,
    next: last !== undefined && page.length < left.length ? { NextToken: writePageToken(place(last)) } : {},
  };
}

function isWanted(row: SortedRow, input: ListInput): boolean {
  const modified = row.modifiedAt ?? row.createdAt;
  return (
    row.name.includes(input.NameContains ?? '') &&
    row.createdAt < (input.CreationTimeBefore ?? Infinity) * 1000 &&
    row.createdAt >= (input.CreationTimeAfter ?? -Infinity) * 1000 &&
    modified < (input.LastModifiedTimeBefore ?? Infinity) * 1000 &&
    modified >= (input.LastModifiedTimeAfter ?? -Infinity) * 1000 &&
    (input.StatusEquals === undefined || row.status === input.StatusEquals)
  );
}

function sortKey(sortBy: string | undefined): (row: SortedRow) => string {
  if (sortBy === 'Name') return (row) => row.name;
  if (sortBy === 'Status') return (row) => row.status ?? '';
  const timeOf = (row: SortedRow) => (sortBy === 'ScheduledTime' ? row.scheduledAt : undefined) ?? row.createdAt;
  return (row) => String(timeOf(row)).padStart(16, '0');
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function readToken(token: string): [string, string] {
  const place = readPageToken(token);
  const [key, name]: unknown[] = Array.isArray(place) ? place : [];
  if (typeof key === 'string' && typeof name === 'string') return [key, name];
  throw validationException('NextToken is not one that this operation gave.');
}
