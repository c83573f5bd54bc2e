import { nameOf, qualify } from '../contract/qualified-name.ts';
import type { ListPlace, TimeSpan } from '../platform/store/listing.ts';
import {
  type SparkResourceKind,
  type SparkResourceRecord,
  sparkResourceRecords,
} from '../serving/records/spark-resource-record.ts';
import type { OperationContext } from './operation-context.ts';
import { pageInStore, type StoredPage } from './page-in-store.ts';

export interface AskedResources<Row extends SparkResourceRecord> {
  readonly kind: SparkResourceKind;
  /** By name, or the newest first. */
  readonly order: 'Name' | 'CreationTime';
  readonly size: number;
  readonly after?: ListPlace | undefined;
  readonly created?: TimeSpan;
  /** What is listed of some records. */
  readonly tell: (records: readonly SparkResourceRecord[]) => readonly Row[] | Promise<readonly Row[]>;
  /** Absent: all. */
  readonly isWanted?: ((row: Row) => boolean) | undefined;
}

/** One page of what runs of Spark belong to, in the region of the caller. */
export function pageOfResources<Row extends SparkResourceRecord>(
  { kind, order: sortBy, size, after: start, created = {}, tell, isWanted }: AskedResources<Row>,
  { realm, store }: Pick<OperationContext, 'realm' | 'store'>,
): Promise<StoredPage<Row, ListPlace>> {
  const direction = sortBy === 'Name' ? 'asc' : 'desc';
  const listing = { region: realm.region, sortBy, direction, namePart: '', created, modified: {} } as const;
  return pageInStore<Row, ListPlace>(
    {
      read: async (after, limit) => tell(await sparkResourceRecords.list(store, kind, { ...listing, after, limit })),
      placeOf: ({ name, createdAt }) => ({ key: sortBy === 'Name' ? name : createdAt, name }),
      isWanted,
    },
    { after: start, size },
  );
}

/** Where the list goes on behind the newest-first resource that a token names by its id; undefined: there is none. */
export async function placeBehind(
  kind: SparkResourceKind,
  id: string,
  { realm, store }: Pick<OperationContext, 'realm' | 'store'>,
): Promise<ListPlace | undefined> {
  const record = id.includes('\0') ? undefined : await sparkResourceRecords.find(store, kind, qualify(realm, id));
  return record === undefined ? undefined : { key: record.createdAt, name: record.name };
}

export const idOf = ({ name }: Pick<ListPlace, 'name'>): string => nameOf(name);
