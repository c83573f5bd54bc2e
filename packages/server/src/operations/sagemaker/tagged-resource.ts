import { parseArn, type ResourceKind } from '../../contract/arn.ts';
import { validationException } from '../../contract/service-error.ts';
import type { Tables } from '../../platform/store/tables.ts';
import type { OperationContext } from '../operation-context.ts';

const tables = {
  model: 'model',
  'endpoint-config': 'endpoint_config',
  endpoint: 'endpoint',
  'transform-job': 'transform_job',
} as const satisfies Record<ResourceKind, keyof Tables>;

/** Throws unless the ARN is that of a resource that exists. */
export async function assertTaggable(arn: string, context: OperationContext): Promise<void> {
  const parsed = parseArn(arn);
  const row =
    parsed === undefined
      ? undefined
      : await context.store.selectFrom(tables[parsed.kind]).select('arn').where('arn', '=', arn).executeTakeFirst();
  if (row === undefined) throw validationException(`Could not find resource "${arn}".`);
}
