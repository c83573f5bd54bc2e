import { qualify, rowsIn } from '../../contract/qualified-name.ts';
import { dataQualityDefinitionRecords } from '../../serving/records/data-quality-definition-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { type ListInput, listPage } from './list-page.ts';

type Input = ListInput & { readonly EndpointName?: string };

export async function listDataQualityJobDefinitions(input: Input, context: OperationContext): Promise<object> {
  const heads = rowsIn(context.realm, await dataQualityDefinitionRecords.list(context.store));
  const all = await Promise.all(
    heads.map(async (head) => ({ ...head, endpoint: await endpointOf(head.name, context) })),
  );
  const wanted = all.filter(({ endpoint }) => input.EndpointName === undefined || endpoint === input.EndpointName);
  const { rows, next } = listPage(wanted, input, 10);
  return {
    JobDefinitionSummaries: rows.map((row) => ({
      MonitoringJobDefinitionName: row.name,
      MonitoringJobDefinitionArn: row.arn,
      CreationTime: epochSeconds(row.createdAt),
      EndpointName: row.endpoint,
    })),
    ...next,
  };
}

async function endpointOf(name: string, { store, realm }: OperationContext): Promise<string> {
  const found = await dataQualityDefinitionRecords.find(store, qualify(realm, name));
  return found?.definition.DataQualityJobInput.EndpointInput?.EndpointName ?? '';
}
