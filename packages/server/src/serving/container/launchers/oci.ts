import { containerLines } from '../container-lines.ts';
import { isIdempotent } from '../is-idempotent.ts';
import type { Launcher } from '../launcher.ts';
import { maxWaitMs } from '../max-wait-ms.ts';
import { inModelDirectory } from '../model-directory.ts';

/** Any image that keeps the container contract, by the engine of Docker or Podman. */
export const ociLauncher: Launcher = {
  canRun: ({ kind }) => kind.kind === 'oci',

  async launch({ definition, context }, options) {
    if (context.engine === undefined) throw new Error('Only a server can run the containers of images.');
    const { launchOciStage } = await import('../oci/oci-stage.ts');
    const { openToAll } = await import('../oci/open-to-all.ts');
    const opened = await context.engine.open();
    const { hostname, image, environment, isIsolated = false } = definition;
    const { startupTimeoutMs, maxRestartDelayMs, signal, replication, instanceType } = options;
    const onLog = containerLines(definition, options, context);
    const start = {
      instanceType,
      startupTimeoutMs,
      maxRestartDelayMs,
      signal,
      replication,
      isIdempotent: isIdempotent(definition),
      maxWaitMs: maxWaitMs(definition),
    };
    const { sockets } = context;
    return inModelDirectory(definition, context, async ({ model: modelDirectory, remove: onClosed }) => {
      await openToAll(modelDirectory);
      const given = { opened, hostname, image, environment, modelDirectory, isIsolated, sockets, onLog, onClosed };
      return launchOciStage({ ...given, ...start });
    });
  },
};
