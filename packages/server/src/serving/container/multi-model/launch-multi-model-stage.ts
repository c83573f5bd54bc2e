import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { containerLines } from '../container-lines.ts';
import type { ArtifactCache } from '../../../platform/artifact/artifact-cache.ts';
import type { Logger } from '../../../platform/observe/logger.ts';
import type { ShownPaths } from '../images.ts';
import type { LaunchOptions } from '../launch-stages.ts';
import type { Enclosure } from '../process/enclosure.ts';
import type { Stage } from '../stage.ts';
import type { MultiModelDefinition, StageDefinition } from '../stage-definition.ts';
import { ContainerHost, type LaunchTarget } from './container-host.ts';
import { type ArchiveWork, fetchTarget } from './fetch-target.ts';
import type { ModelBudget } from './model-budget.ts';
import type { ModelHost } from './model-host.ts';
import { MultiModelStage } from './multi-model-stage.ts';
import { targetUri } from './target-path.ts';
import { removeFolder } from '../../../util/remove-folder.ts';

/** What multi-model containers of a server share. */
export interface MultiModelContext {
  readonly artifacts: ArtifactCache;
  readonly budget: ModelBudget;
  /** Read archives, where there are threads for that; this thread does it otherwise. */
  readonly archives?: ArchiveWork;
}

interface CommandHost extends ShownPaths {
  readonly command: readonly string[];
  readonly enclosure: Enclosure;
}

export interface MultiModelLaunch {
  readonly definition: StageDefinition & { readonly multiModel: MultiModelDefinition };
  readonly options: LaunchOptions;
  readonly context: MultiModelContext & { readonly dataDirectory: string; readonly log: Logger };
  /** What serves the image: a command that loads all models itself, or a container for each of them. */
  readonly host: CommandHost | { readonly launch: LaunchTarget };
}

/** Starts a container in MultiModel mode, without any model yet. Rejects with a reason fit for FailureReason. */
export async function launchMultiModelStage(launch: MultiModelLaunch): Promise<Stage> {
  const { definition, options, context } = launch;
  const { hostname, image, multiModel } = definition;
  const { artifacts, archives, budget, log } = context;
  const parent = join(context.dataDirectory, 'containers');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, `${hostname}-`));
  const remove = () => removeFolder(folder);
  let stage: MultiModelStage | undefined;
  try {
    const host = await openHost(launch, join(folder, 'models'), () => stage?.unloadAll());
    stage = new MultiModelStage({
      hostname,
      image,
      isCached: multiModel.isCached,
      budget,
      fetch: async (name, check) =>
        fetchTarget(targetUri(multiModel.prefix, name), check, { artifacts, archives, folder }),
      host,
      onEvent: (event, detail) =>
        log[detail.err === undefined ? 'info' : 'error'](
          { owner: options.owner, container: hostname, ...detail },
          event,
        ),
      onClosed: remove,
    });
    return stage;
  } catch (error) {
    await remove();
    throw error;
  }
}

async function openHost(
  { definition, options, context, host }: MultiModelLaunch,
  modelsDirectory: string,
  onLost: () => void,
): Promise<ModelHost> {
  if ('launch' in host) return new ContainerHost(definition, options, host.launch);
  const { launchProcessHost } = await import('./process-host.ts');
  return launchProcessHost({
    ...options,
    hostname: definition.hostname,
    image: definition.image,
    command: host.command,
    readable: host.readable,
    writable: host.writable,
    enclosure: host.enclosure,
    environment: { ...definition.environment, SAGEMAKER_MULTI_MODEL: 'true' },
    modelsDirectory,
    onLog: containerLines(definition, options, context),
    onLost,
  });
}
