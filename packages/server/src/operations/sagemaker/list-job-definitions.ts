import { qualify, rowsIn } from '../../contract/qualified-name.ts';
import type { JobDefinitionKind } from '../../serving/monitoring/job-definition-kind.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { type ListInput, listPage } from './list-page.ts';

export type ListJobDefinitionsInput = ListInput & { readonly EndpointName?: string };

export async function listJobDefinitions<T>(
  kind: JobDefinitionKind<T>,
  input: ListJobDefinitionsInput,
  context: OperationContext,
): Promise<object> {
  const heads = rowsIn(context.realm, await kind.records.list(context.store));
  const all = await Promise.all(
    heads.map(async (head) => ({ ...head, endpoint: await endpointOf(kind, head.name, context) })),
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

async function endpointOf<T>(
  { records, jobOf }: JobDefinitionKind<T>,
  name: string,
  { store, realm }: OperationContext,
): Promise<string> {
  const found = await records.find(store, qualify(realm, name));
  return (found === undefined ? undefined : jobOf(found.definition).input?.EndpointName) ?? '';
}
