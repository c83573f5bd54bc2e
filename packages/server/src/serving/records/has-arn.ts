import type { Store } from '../../platform/store/store.ts';

export type ResourceTable =
  | 'model'
  | 'endpoint_config'
  | 'endpoint'
  | 'transform_job'
  | 'model_package_group'
  | 'model_package'
  | 'data_quality_definition'
  | 'model_quality_definition'
  | 'monitoring_schedule'
  | 'processing_job';

/** Whether a row of the table has that ARN. */
export async function hasArn(db: Store, table: ResourceTable, arn: string): Promise<boolean> {
  const row = await db.selectFrom(table).select('arn').where('arn', '=', arn).executeTakeFirst();
  return row !== undefined;
}
