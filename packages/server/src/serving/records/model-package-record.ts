import { present } from '@catenary/scoring/internal/values';
import { type ListedTable, type Listing, listed } from '../../platform/store/listing.ts';
import type { Store, StoreTransaction } from '../../platform/store/store.ts';
import type { ModelPackageRow } from '../../platform/store/tables.ts';
import type { ResourceHead } from './defined-records.ts';
import { hasArn } from './has-arn.ts';
import { type ApprovalStatus, type ModelPackageRequest, modelPackageJson } from './model-package-request.ts';
import { readable } from './readable.ts';

/** A model package without what it holds. Times are milliseconds since 1970. */
export interface ModelPackageHead extends ResourceHead {
  readonly modifiedAt: number;
  /** The group that it is a version of, qualified, and which one; absent for a package by itself. */
  readonly versionOf?: { readonly group: string; readonly version: number };
  readonly approval?: ApprovalStatus;
}

export interface ModelPackageRecord extends ModelPackageHead {
  readonly request: ModelPackageRequest;
}

/** A package that is to be made. */
export interface NewModelPackage extends ResourceHead, Pick<ModelPackageRecord, 'request' | 'versionOf'> {
  /** What names the request that makes it: there is one package of each. */
  readonly token?: string;
}

/** Which packages: absent members ask for any. */
export interface AskedPackages {
  /** Versions of this group, qualified. */
  readonly group?: string;
  readonly approval?: string;
  /** Versions of groups, or packages by themselves. */
  readonly isVersion?: boolean;
}

const headColumns = [
  'name',
  'arn',
  'group_name',
  'version',
  'approval_status',
  'creation_time',
  'last_modified_time',
] as const;

/** The rows of the table of model packages. `db` is the store, or a transaction. */
export const modelPackageRecords = {
  /** False if there is one of that name, or of that token. */
  async insert(db: Store, { name, arn, createdAt, versionOf, token, request }: NewModelPackage): Promise<boolean> {
    const { numInsertedOrUpdatedRows: count } = await db
      .insertInto('model_package')
      .values({
        name,
        arn,
        group_name: versionOf?.group ?? null,
        version: versionOf?.version ?? null,
        client_token: token ?? null,
        approval_status: request.ModelApprovalStatus ?? null,
        creation_time: createdAt,
        last_modified_time: createdAt,
        definition: modelPackageJson.encode(request),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return count !== 0n;
  },

  async findByArn(db: Store, arn: string): Promise<ModelPackageRecord | undefined> {
    const row = await db.selectFrom('model_package').selectAll().where('arn', '=', arn).executeTakeFirst();
    return row === undefined
      ? undefined
      : { ...headOf(row), request: modelPackageJson.decode(row.definition, row.name) };
  },

  /** The same without its request, which may then be one that cannot be read. */
  async headByArn(db: Store, arn: string): Promise<ModelPackageHead | undefined> {
    const row = await db.selectFrom('model_package').select(headColumns).where('arn', '=', arn).executeTakeFirst();
    return row === undefined ? undefined : headOf(row);
  },

  /** The one that the request of this name made. */
  async headByToken(db: Store, token: string): Promise<ModelPackageHead | undefined> {
    const found = db.selectFrom('model_package').select(headColumns).where('client_token', '=', token);
    const row = await found.executeTakeFirst();
    return row === undefined ? undefined : headOf(row);
  },

  /** Those of a listing; without one, all that are asked for. */
  async list(db: Store, asked: AskedPackages = {}, listing?: Listing): Promise<ModelPackageHead[]> {
    const { group, approval, isVersion } = asked;
    let wanted = db.selectFrom('model_package').select(headColumns);
    if (group !== undefined) wanted = wanted.where('group_name', '=', group);
    if (approval !== undefined) wanted = wanted.where('approval_status', '=', approval);
    if (isVersion !== undefined) wanted = wanted.where('group_name', isVersion ? 'is not' : 'is', null);
    const table: ListedTable = { modified: 'last_modified_time', name: ['group_name', 'name'] };
    return (await listed(wanted, listing, table).execute()).map(headOf);
  },

  /** What packages of these names hold, by name; without those that cannot be read. */
  async readableRequests(db: Store, names: readonly string[]): Promise<ReadonlyMap<string, ModelPackageRequest>> {
    if (names.length === 0) return new Map();
    const some = db.selectFrom('model_package').select(['name', 'definition']).where('name', 'in', names);
    return readable(await some.execute(), modelPackageJson);
  },

  /**
   * Changes what a package holds. False if it is there no longer, or was changed by someone else meanwhile. What
   * `change` throws leaves it as it is.
   */
  async update(
    transaction: StoreTransaction,
    arn: string,
    { change, now }: { readonly change: (request: ModelPackageRequest) => ModelPackageRequest; readonly now: number },
  ): Promise<boolean> {
    const found = transaction.selectFrom('model_package').select(['name', 'definition']).where('arn', '=', arn);
    const row = await found.executeTakeFirst();
    if (row === undefined) return false;
    const request = change(modelPackageJson.decode(row.definition, row.name));
    const { numUpdatedRows: count } = await transaction
      .updateTable('model_package')
      .set({
        approval_status: request.ModelApprovalStatus ?? null,
        last_modified_time: now,
        definition: modelPackageJson.encode(request),
      })
      .where('arn', '=', arn)
      .where('definition', '=', row.definition)
      .executeTakeFirst();
    return count > 0n;
  },

  async remove(db: Store, name: string): Promise<void> {
    await db.deleteFrom('model_package').where('name', '=', name).execute();
  },

  hasArn: (db: Store, arn: string): Promise<boolean> => hasArn(db, 'model_package', arn),
};

function headOf(row: Pick<ModelPackageRow, (typeof headColumns)[number]>): ModelPackageHead {
  const { group_name: group, version, approval_status: approval } = row;
  return {
    name: row.name,
    arn: row.arn,
    createdAt: row.creation_time,
    modifiedAt: row.last_modified_time,
    ...present({
      versionOf: group === null || version === null ? undefined : { group, version },
      // Written by `insert` and `update` alone.
      approval: (approval ?? undefined) as ApprovalStatus | undefined,
    }),
  };
}
