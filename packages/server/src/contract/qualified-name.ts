import type { Realm } from './arn.ts';

/**
 * Name of a resource within the store: `us-east-1/my-endpoint`. Names are unique for each account and region, as in the
 * service, and a store is one account's. Names have no slash, so it can be taken apart again.
 */
export type QualifiedName = `${string}/${string}`;

export function qualify({ region }: Pick<Realm, 'region'>, name: string): QualifiedName {
  return `${region}/${name}`;
}

/** The name as callers write it. */
export function nameOf(qualified: string): string {
  return qualified.slice(qualified.indexOf('/') + 1);
}

export function regionOf(qualified: string): string {
  return qualified.slice(0, qualified.indexOf('/'));
}

/**
 * The rows of a region, with the names that callers know. Regions are compared here and not by SQL's LIKE: SQLite's takes
 * `US-EAST-1` for `us-east-1`.
 */
export function rowsIn<Row extends { readonly name: string }>(
  { region }: Pick<Realm, 'region'>,
  rows: readonly Row[],
): Row[] {
  return rows.filter(({ name }) => regionOf(name) === region).map(withOwnName);
}

/** A row of the store with the name that callers know. */
function withOwnName<Row extends { readonly name: string }>(row: Row): Row {
  return { ...row, name: nameOf(row.name) };
}
