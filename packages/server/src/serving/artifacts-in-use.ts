import type { PinnedArtifact } from '../platform/artifact/artifact-cache.ts';
import type { Store } from '../platform/store/store.ts';
import { endpointRecords } from './records/endpoint-record.ts';
import { allVariantsOf } from './records/endpoint-snapshot.ts';
import { transformJobRecords } from './records/transform-job-record.ts';

/** What endpoints and unfinished transform jobs are made from: everything else can be fetched again, or is not needed. */
export async function artifactsInUse(store: Store): Promise<PinnedArtifact[]> {
  const snapshots = await endpointRecords.snapshots(store);
  const containers = [
    ...snapshots.flatMap(allVariantsOf).flatMap((variant) => variant.containers),
    ...(await transformJobRecords.containersInUse(store)),
  ];
  return containers
    .flatMap(({ modelData, sourceData }) => [modelData, sourceData])
    .filter((artifact) => artifact !== undefined);
}
