import type { PinnedArtifact } from '../platform/artifact/artifact-cache.ts';
import type { Store } from '../platform/store/store.ts';
import type { StageDefinition } from './container/stage-definition.ts';
import type { EndpointSnapshot } from './endpoint/endpoint-snapshot.ts';

/** What endpoints and unfinished transform jobs are made from: everything else can be fetched again, or is not needed. */
export async function artifactsInUse(store: Store): Promise<PinnedArtifact[]> {
  const endpoints = await store.selectFrom('endpoint').select(['active', 'pending']).execute();
  const jobs = await store
    .selectFrom('transform_job')
    .select('containers')
    .where('status', '=', 'InProgress')
    .execute();
  const snapshots = endpoints.flatMap(({ active, pending }) => [active, pending]).filter((text) => text !== null);
  const containers = [
    ...snapshots.flatMap((text) =>
      (JSON.parse(text) as EndpointSnapshot).variants.flatMap((variant) => variant.containers),
    ),
    ...jobs.flatMap((job) => JSON.parse(job.containers) as StageDefinition[]),
  ];
  return containers
    .flatMap(({ modelData, sourceData }) => [modelData, sourceData])
    .filter((artifact) => artifact !== undefined);
}
