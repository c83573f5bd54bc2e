import { arnOf } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import { dataQualityDefinitionRecords } from '../../serving/records/data-quality-definition-record.ts';
import type { DataQualityRequest } from '../../serving/records/data-quality-request.ts';
import type { DefinedRecord } from '../../serving/records/defined-records.ts';
import type { OperationContext } from '../operation-context.ts';
import { resourceNotFound } from './resource-not-found.ts';

export async function findDataQualityJobDefinition(
  name: string,
  context: OperationContext,
): Promise<DefinedRecord<DataQualityRequest>> {
  const found = await dataQualityDefinitionRecords.find(context.store, qualify(context.realm, name));
  return found ?? resourceNotFound(`job definition "${arnOf(context.realm, 'data-quality-job-definition', name)}"`);
}
