import { present } from '@catenary/scoring/internal/values';
import { containerLines } from '../container-lines.ts';
import { isIdempotent } from '../is-idempotent.ts';
import type { LaunchOptions } from '../launch-stages.ts';
import type { Candidate, Launcher } from '../launcher.ts';
import { maxWaitMs } from '../max-wait-ms.ts';
import { inModelDirectory } from '../model-directory.ts';

/** Any image that keeps the container contract, by the engine of Docker or Podman. */
export const ociLauncher: Launcher = {
  canRun: ({ kind }) => kind.kind === 'oci',

  async openModelHost(candidate, options, place) {
    const { launchOciHost } = await import('../oci/launch-oci-host.ts');
    const container = await containerOf(candidate, options);
    // Its models are loaded once: see docs/multi-model.md.
    const environment = { ...container.environment, SAGEMAKER_MULTI_MODEL: 'true' };
    return launchOciHost({ ...container, ...place, environment });
  },

  async launch(candidate, options) {
    const { launchOciStage } = await import('../oci/oci-stage.ts');
    const { openToAll } = await import('../oci/open-to-all.ts');
    const container = await containerOf(candidate, options);
    return inModelDirectory(candidate.definition, candidate.context, async ({ model: modelDirectory, remove }) => {
      await openToAll(modelDirectory);
      const { replication } = options;
      return launchOciStage({ ...container, ...present({ replication }), modelDirectory, onClosed: remove });
    });
  },
};

async function containerOf({ definition, context }: Candidate, options: LaunchOptions) {
  if (context.engine === undefined) throw new Error('Only a server can run the containers of images.');
  const opened = await context.engine.open();
  const { hostname, image, environment, isIsolated = false } = definition;
  const { startupTimeoutMs, maxRestartDelayMs, signal, instanceType } = options;
  const onLog = containerLines(definition, options, context);
  const choices = { isIdempotent: isIdempotent(definition), maxWaitMs: maxWaitMs(definition) };
  const start = { ...choices, instanceType, startupTimeoutMs, maxRestartDelayMs, signal, onLog };
  return { opened, hostname, image, environment, isIsolated, sockets: context.sockets, ...start };
}
