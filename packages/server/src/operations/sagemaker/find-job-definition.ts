import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import type { JobDefinitionKind } from '../../serving/monitoring/job-definition-kind.ts';
import type { DefinedRecord } from '../../serving/records/defined-records.ts';
import type { OperationContext } from '../operation-context.ts';
import { resourceNotFound } from './resource-not-found.ts';

export async function findJobDefinition<T>(
  { resource, records }: JobDefinitionKind<T>,
  name: string,
  { store, realm }: OperationContext,
): Promise<DefinedRecord<T>> {
  const found = await records.find(store, qualify(realm, name));
  return found ?? resourceNotFound(`job definition "${arnOf(realm, resource, name)}"`);
}
