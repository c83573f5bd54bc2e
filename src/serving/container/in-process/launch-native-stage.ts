import { readArtifact } from '../../../platform/artifact/read-artifact.ts';
import type { ModelFiles } from '../../../scoring/model-files.ts';
import { parseImageName } from '../image-name.ts';
import { InProcessStage } from './in-process-stage.ts';
import { nativeContainers } from './native-containers.ts';

/** A native container to start: where its archive or folder lies in the file system, and what it is told. Plain data: it crosses threads. */
export interface NativeStageDefinition {
  readonly kind: string;
  readonly hostname: string;
  readonly image: string;
  readonly archivePath?: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Reads the artifact and loads the model in this thread. Rejects with what is wrong with either. */
export async function launchNativeStage(definition: NativeStageDefinition): Promise<InProcessStage> {
  const load = nativeContainers[definition.kind];
  if (load === undefined) throw new Error(`no native engine for ${definition.kind}`);
  const files: ModelFiles =
    definition.archivePath === undefined ? new Map() : await readArtifact(definition.archivePath);
  const imageTag = parseImageName(definition.image).tag;
  const container = await (await load())({ files, environment: definition.environment, imageTag });
  return new InProcessStage(definition.hostname, definition.image, container);
}
