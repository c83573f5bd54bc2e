import { candidateFor, findLauncher } from '../find-launcher.ts';
import type { LaunchOptions } from '../launch-stages.ts';
import type { Candidate, Launcher } from '../launcher.ts';
import type { LaunchTarget } from '../multi-model/container-host.ts';
import type { ModelHost } from '../multi-model/model-host.ts';
import type { MultiModelDefinition } from '../stage-definition.ts';

/** A container in MultiModel mode, whose models are run by these launchers. */
export function multiModelLauncher(launchers: readonly Launcher[]): Launcher {
  return {
    canRun: ({ definition }) => definition.multiModel !== undefined,

    async launch(candidate, options) {
      const { launchMultiModelStage } = await import('../multi-model/launch-multi-model-stage.ts');
      const { definition, context } = candidate;
      if (context.multiModel === undefined) throw new Error('MultiModel mode is for endpoints of a server.');
      const launcher = await findLauncher(launchers, candidate);
      await launcher.prepare?.(candidate, options);
      return launchMultiModelStage({
        definition,
        multiModel: definition.multiModel as MultiModelDefinition,
        owner: options.owner,
        context,
        shared: context.multiModel,
        openHost: async (place) =>
          (await launcher.openModelHost?.(candidate, options, place)) ??
          openContainerHost(launchers, candidate, options),
      });
    },
  };
}

/** Each model has a launcher of its own: of two models of one image, one may be read natively and the other not. */
async function openContainerHost(
  launchers: readonly Launcher[],
  { definition, context }: Candidate,
  options: LaunchOptions,
): Promise<ModelHost> {
  const { ContainerHost } = await import('../multi-model/container-host.ts');
  const launch: LaunchTarget = async (target, { artifact, path }, targetOptions) => {
    const artifacts = {
      fetch: async (wanted: typeof artifact) => (wanted === artifact ? path : context.artifacts.fetch(wanted)),
    };
    const candidate = candidateFor(target, { ...context, artifacts }, targetOptions.signal);
    return (await findLauncher(launchers, candidate)).launch(candidate, targetOptions);
  };
  return new ContainerHost(definition, options, launch);
}
