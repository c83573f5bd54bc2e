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
