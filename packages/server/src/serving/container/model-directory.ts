import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { present } from '@catenary/scoring/internal/values';
import type { PinnedArtifact } from '../../platform/artifact/artifact-cache.ts';
import { extractArtifact } from '../../platform/artifact/extract-artifact.ts';
import { explainDiskFault } from '../../platform/system/explain-disk-fault.ts';
import { makeFolder } from '../../util/make-folder.ts';
import { removeFolder } from '../../util/remove-folder.ts';
import type { NativeSurroundings } from './native-surroundings.ts';
import type { Stage } from './stage.ts';
import type { StageDefinition } from './stage-definition.ts';

/** Where archives are files: path of the one that an artifact is. */
export interface ArtifactSource {
  fetch(artifact: PinnedArtifact): Promise<string>;
}

/** Where models are unpacked to, and from. */
export interface ModelContext {
  readonly artifacts: ArtifactSource;
  /** Scratch space: extracted models. */
  readonly dataDirectory: string;
  /**
   * What native containers of a server share; without it they are loaded, and answer, in this thread. Its threads unpack
   * and remove.
   */
  readonly native?: NativeSurroundings;
}

/** Where a model, and the user's code, were unpacked. */
export interface ModelDirectories {
  readonly model: string;
  readonly source?: string;
  readonly remove: () => Promise<void>;
}

/**
 * Unpacks the model (and the user's code) into a fresh folder. It is removed if the stage does not start; a stage that
 * did start removes it when it is closed.
 */
export async function inModelDirectory(
  definition: StageDefinition,
  context: ModelContext,
  launch: (directories: ModelDirectories) => Promise<Stage>,
): Promise<Stage> {
  const directories = await unpackModel(definition, context);
  try {
    return await launch(directories);
  } catch (error) {
    await directories.remove();
    throw error;
  }
}

export async function unpackModel(definition: StageDefinition, context: ModelContext): Promise<ModelDirectories> {
  const parent = join(context.dataDirectory, 'containers');
  await makeFolder(parent);
  const directory = await mkdtemp(join(parent, `${definition.hostname}-`));
  const { loads } = context.native ?? {};
  const remove = () => loads?.remove(directory) ?? removeFolder(directory);
  try {
    const model = join(directory, 'model');
    await extract(definition.modelData, model, context);
    const source = definition.sourceData === undefined ? undefined : join(directory, 'source');
    if (source !== undefined) await extract(definition.sourceData, source, context);
    return { model, ...present({ source }), remove };
  } catch (error) {
    await remove();
    throw explainDiskFault('The model cannot be unpacked', parent, error);
  }
}

async function extract(artifact: PinnedArtifact | undefined, directory: string, context: ModelContext): Promise<void> {
  if (artifact === undefined) {
    await makeFolder(directory);
    return;
  }
  const path = await context.artifacts.fetch(artifact);
  await (context.native?.loads.extract(path, directory) ?? extractArtifact(path, directory));
}
