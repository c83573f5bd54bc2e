import { present } from '@catenary/scoring/internal/values';
import type { Listing } from '../../platform/store/listing.ts';
import type { JobDefinitionKind } from '../../serving/monitoring/job-definition-kind.ts';
import type { ResourceHead } from '../../serving/records/defined-records.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { type ListInput, listPage } from './list-page.ts';

export type ListJobDefinitionsInput = ListInput & { readonly EndpointName?: string };

export async function listJobDefinitions<T>(
  kind: JobDefinitionKind<T>,
  input: ListJobDefinitionsInput,
  context: OperationContext,
): Promise<object> {
  const { EndpointName: asked } = input;
  const { rows, next } = await listPage(input, {
    read: (listing) => withEndpoints(kind, listing, context),
    ...present({ isWanted: asked === undefined ? undefined : (row: DefinitionRow) => row.endpoint === asked }),
    realm: context.realm,
    defaultMaxResults: 10,
  });
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

type DefinitionRow = ResourceHead & { readonly endpoint: string };

async function withEndpoints<T>(
  { records, jobOf }: JobDefinitionKind<T>,
  listing: Listing,
  { store }: OperationContext,
): Promise<DefinitionRow[]> {
  const heads = await records.list(store, listing);
  const definitions = await records.readableDefinitions(
    store,
    heads.map(({ name }) => name),
  );
  return heads.map((head) => {
    const definition = definitions.get(head.name);
    const job = definition === undefined ? undefined : jobOf(definition);
    return { ...head, endpoint: job?.input?.EndpointName ?? '' };
  });
}
