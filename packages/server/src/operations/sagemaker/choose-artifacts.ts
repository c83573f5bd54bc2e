import { present } from '@catenary/scoring/internal/values';
import { type ArtifactCache, missingEtag, type PinnedArtifact } from '../../platform/artifact/artifact-cache.ts';
import type { StageDefinition } from '../../serving/container/stage-definition.ts';

/**
 * The containers with the archives that are at their addresses now. An endpoint, an update or a job calls it when it
 * begins, as the service fetches the model data then, not when the model was created. A missing archive fails the
 * start, with the address in FailureReason.
 */
export function chooseArtifacts(
  containers: readonly StageDefinition[],
  artifacts: ArtifactCache,
): Promise<StageDefinition[]> {
  return Promise.all(
    containers.map(async (container) => ({
      ...container,
      ...present({
        modelData: container.modelData === undefined ? undefined : await chooseAnew(container.modelData, artifacts),
        sourceData: container.sourceData === undefined ? undefined : await chooseAnew(container.sourceData, artifacts),
      }),
    })),
  );
}

async function chooseAnew({ uri }: PinnedArtifact, artifacts: ArtifactCache): Promise<PinnedArtifact> {
  const found = await (uri.endsWith('/') ? artifacts.pinFolder(uri) : artifacts.pin(uri));
  return found ?? { uri, etag: missingEtag };
}
