import type { z } from 'zod';
import type { Store, StoreTransaction } from '../../platform/store/store.ts';
import type { Zod } from '../../util/load-zod.ts';
import { definedRecords, type ResourceHead } from './defined-records.ts';
import { storedJson } from './stored-json.ts';

/** CreateModelPackageGroup as a caller writes it, without its tags. */
export interface ModelPackageGroupRequest {
  readonly ModelPackageGroupName: string;
  readonly ModelPackageGroupDescription?: string;
}

const modelPackageGroupRequest = (z: Zod): z.ZodType<ModelPackageGroupRequest> =>
  z.looseObject({
    ModelPackageGroupName: z.string(),
    ModelPackageGroupDescription: z.string().exactOptional(),
  });

const json = storedJson({ what: 'model package group', schema: modelPackageGroupRequest });

/** The rows of the table of groups. Their ARNs are unique, and so are their names whatever their case. */
export const modelPackageGroupRecords = {
  ...definedRecords('model_package_group', json),

  async headByArn(db: Store, arn: string): Promise<ResourceHead | undefined> {
    const row = await db
      .selectFrom('model_package_group')
      .select(['name', 'creation_time'])
      .where('arn', '=', arn)
      .executeTakeFirst();
    return row === undefined ? undefined : { name: row.name, arn, createdAt: row.creation_time };
  },

  /**
   * The number of the group's next version. The row is locked until the transaction ends: meanwhile no other version is
   * numbered, and the group is not removed. Undefined: there is no such group.
   */
  async takeVersion(transaction: StoreTransaction, name: string): Promise<number | undefined> {
    const row = await transaction
      .updateTable('model_package_group')
      .set(({ eb }) => ({ last_version: eb('last_version', '+', 1) }))
      .where('name', '=', name)
      .returning('last_version')
      .executeTakeFirst();
    return row?.last_version;
  },
};
