import type { ModelFiles } from '@catenary/scoring/internal/frame';
import { own } from '@catenary/scoring/internal/names';
import type { ArchiveLimits } from '../../../platform/artifact/archive-limits.ts';
import { readArtifact } from '../../../platform/artifact/read-artifact.ts';
import { parseImageName } from '../image-name.ts';
import type { NativeContainer } from '../surfaces/native-container.ts';
import { nativeContainers } from '../surfaces/native-containers.ts';
import { InProcessStage } from './in-process-stage.ts';
import type { NativeStageDefinition } from './native-stage-definition.ts';

/** Reads the artifact and loads the model in this thread. Rejects with what is wrong with either. */
export async function launchNativeStage(definition: NativeStageDefinition): Promise<InProcessStage> {
  return openNativeStage(definition, await readNativeFiles(definition));
}

/** The files that a native container is made of. Rejects with `ArtifactError`. */
export async function readNativeFiles(
  { archivePath }: NativeStageDefinition,
  limits: Partial<ArchiveLimits> = {},
): Promise<ModelFiles> {
  return archivePath === undefined ? new Map() : readArtifact(archivePath, limits);
}

/** Loads the model in this thread. Rejects with what is wrong with its files. */
export async function openNativeStage(definition: NativeStageDefinition, files: ModelFiles): Promise<InProcessStage> {
  return new InProcessStage(definition, await openNativeContainer(definition, files));
}

/** The container of a stage, without its name. Rejects with what is wrong with its files. */
export async function openNativeContainer(
  definition: NativeStageDefinition,
  files: ModelFiles,
): Promise<NativeContainer> {
  const load = own(nativeContainers, definition.kind);
  if (load === undefined) throw new Error(`no native engine for ${definition.kind}`);
  const imageTag = parseImageName(definition.image).tag;
  return (await load())({ files, environment: definition.environment, imageTag });
}

export function bytesOf(files: ModelFiles): number {
  let sum = 0;
  for (const bytes of files.values()) sum += bytes.length;
  return sum;
}
