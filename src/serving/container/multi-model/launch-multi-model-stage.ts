import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { modelLoadTimeoutMs } from '../../../contract/limits.ts';
import type { ArtifactCache } from '../../../platform/artifact/artifact-cache.ts';
import type { Logger } from '../../../platform/observe/logger.ts';
import type { LaunchOptions } from '../launch-stages.ts';
import type { Stage } from '../stage.ts';
import type { MultiModelDefinition, StageDefinition } from '../stage-definition.ts';
import { type FetchedTarget, fetchTarget } from './fetch-target.ts';
import type { ModelBudget } from './model-budget.ts';
import { MultiModelStage } from './multi-model-stage.ts';
import { targetUri } from './target-path.ts';

/** What multi-model containers of a server share. */
export interface MultiModelContext {
  readonly artifacts: ArtifactCache;
  readonly budget: ModelBudget;
}

export interface MultiModelLaunch {
  readonly definition: StageDefinition & { readonly multiModel: MultiModelDefinition };
  readonly options: LaunchOptions;
  readonly context: MultiModelContext & { readonly dataDirectory: string; readonly log: Logger };
  /** Starts the container of one model, of whatever kind the image is. */
  readonly launchTarget: (definition: StageDefinition, target: FetchedTarget, options: LaunchOptions) => Promise<Stage>;
}

/** Starts a container in MultiModel mode: without any model, so it is ready at once. */
export async function launchMultiModelStage(launch: MultiModelLaunch): Promise<Stage> {
  const { definition, options, context } = launch;
  const { hostname, image, multiModel } = definition;
  const parent = join(context.dataDirectory, 'containers');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, `${hostname}-`));
  return new MultiModelStage({
    hostname,
    image,
    isCached: multiModel.isCached,
    budget: context.budget,
    fetch: async (name) => fetchTarget(targetUri(multiModel.prefix, name), context.artifacts, folder),
    launch: (name, target, signal) => {
      const startupTimeoutMs = Math.min(options.startupTimeoutMs, modelLoadTimeoutMs);
      const owner = `${options.owner}/${name}`;
      return launch.launchTarget(targetDefinition(definition, target), target, {
        ...options,
        owner,
        startupTimeoutMs,
        signal,
      });
    },
    onEvent: (event, detail) => context.log.info({ owner: options.owner, container: hostname, ...detail }, event),
    onClosed: () => rm(folder, { recursive: true, force: true }),
  });
}

/** The container of one model: as the multi-model one, with this archive for its own. */
function targetDefinition(
  { multiModel: _all, ...definition }: StageDefinition,
  target: FetchedTarget,
): StageDefinition {
  return {
    ...definition,
    modelData: target.artifact,
    environment: {
      // AWS's model server starts one worker for each model, too.
      SAGEMAKER_MODEL_SERVER_WORKERS: '1',
      ...definition.environment,
      SAGEMAKER_MULTI_MODEL: 'true',
    },
  };
}
