import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactCache } from '../../../platform/artifact/artifact-cache.ts';
import type { Logger } from '../../../platform/observe/logger.ts';
import { makeFolder } from '../../../util/make-folder.ts';
import { removeFolder } from '../../../util/remove-folder.ts';
import type { Stage } from '../stage.ts';
import type { MultiModelDefinition, StageDefinition } from '../stage-definition.ts';
import { type ArchiveWork, fetchTarget } from './fetch-target.ts';
import type { ModelBudget } from './model-budget.ts';
import type { ModelHost, ModelPlace } from './model-host.ts';
import { MultiModelStage } from './multi-model-stage.ts';
import { targetUri } from './target-path.ts';

/** What multi-model containers of a server share. */
export interface MultiModelContext {
  readonly artifacts: ArtifactCache;
  readonly budget: ModelBudget;
  /** Read archives, where there are threads for that; this thread does it otherwise. */
  readonly archives?: ArchiveWork;
}

export interface MultiModelLaunch {
  readonly definition: StageDefinition;
  readonly multiModel: MultiModelDefinition;
  /** For the log: see `LaunchOptions`. */
  readonly owner: string;
  readonly context: { readonly dataDirectory: string; readonly log: Logger };
  readonly shared: MultiModelContext;
  /** Opens what runs the models. */
  readonly openHost: (place: ModelPlace) => Promise<ModelHost>;
}

/** Starts a container in MultiModel mode, without any model yet. Rejects with a reason fit for FailureReason. */
export async function launchMultiModelStage(launch: MultiModelLaunch): Promise<Stage> {
  const { multiModel, owner, context } = launch;
  const { hostname, image } = launch.definition;
  const { artifacts, archives, budget } = launch.shared;
  const parent = join(context.dataDirectory, 'containers');
  await makeFolder(parent);
  const folder = await mkdtemp(join(parent, `${hostname}-`));
  const remove = () => removeFolder(folder);
  let stage: MultiModelStage | undefined;
  try {
    const place = { modelsDirectory: join(folder, 'models'), onLost: () => stage?.unloadAll() };
    const host = await launch.openHost(place);
    stage = new MultiModelStage({
      hostname,
      image,
      isCached: multiModel.isCached,
      budget,
      fetch: async (name, check) =>
        fetchTarget(targetUri(multiModel.prefix, name), check, { artifacts, archives, folder }),
      host,
      onEvent: (event, detail) =>
        context.log[detail.err === undefined ? 'info' : 'error']({ owner, container: hostname, ...detail }, event),
      onClosed: remove,
    });
    return stage;
  } catch (error) {
    await remove();
    throw error;
  }
}
